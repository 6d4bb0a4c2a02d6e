/** Made of docs/openapi.json by `npm run openapi`: the types of a client, for typed-client.test.ts. */

export interface paths {
    "/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists products, newest first
         * @description Lists active products only. Admins, and sellers for their own products, choose by `status`. A page can have fewer items than `limit`; only the last page has no `nextCursor`.
         *
         *     For anybody.
         */
        get: operations["catalog.listProducts"];
        put?: never;
        /**
         * Creates a product
         * @description A product that a seller creates is theirs; one that an admin creates belongs to the shop. A repeated Idempotency-Key creates nothing, and answers the product as it is.
         *
         *     For sellers and admins.
         */
        post: operations["catalog.createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads a product
         * @description Drafts and archived products are shown to admins and to their seller only.
         *
         *     For anybody.
         */
        get: operations["catalog.getProduct"];
        /**
         * Replaces a product
         * @description Sellers change their own products only.
         *
         *     For sellers and admins.
         */
        put: operations["catalog.updateProduct"];
        post?: never;
        /**
         * Archives a product
         * @description The product is no longer sold and keeps its SKUs. A change of its status puts it back on sale.
         *
         *     For sellers and admins.
         */
        delete: operations["catalog.archiveProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates and changes products from a file
         * @description Runs in the background and finds products by SKU. A file has at most 4 MB: CSV with the columns `sku`, `title`, `price` and others, or JSON Lines with one product of this API each.
         *
         *     For admins.
         */
        post: operations["catalog.importProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/import/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the progress and the errors of an import
         * @description For admins.
         */
        get: operations["catalog.getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/products/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads products as a file
         * @description Returns a page of products, newest first, in a form that can be imported. The Link header names the next page.
         *
         *     For admins.
         */
        get: operations["catalog.exportProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists categories
         * @description Each category names its parent. Together they form the tree.
         *
         *     For anybody.
         */
        get: operations["catalog.listCategories"];
        put?: never;
        /**
         * Creates a category
         * @description A repeated Idempotency-Key creates nothing, and answers the category as it is.
         *
         *     For admins.
         */
        post: operations["catalog.createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads a category
         * @description For anybody.
         */
        get: operations["catalog.getCategory"];
        /**
         * Replaces a category
         * @description A different `parentId` moves it with all categories below it. Without `parentId` it moves to the top.
         *
         *     For admins.
         */
        put: operations["catalog.updateCategory"];
        post?: never;
        /**
         * Deletes a category that has no products and no categories below it
         * @description For admins.
         */
        delete: operations["catalog.deleteCategory"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories/{id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the active products of a category and of those below it, newest first
         * @description For anybody.
         */
        get: operations["catalog.listCategoryProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads how many pieces of a SKU can be bought
         * @description Admins see all of its stock, with the ETag that a change needs.
         *
         *     For anybody.
         */
        get: operations["inventory.getStock"];
        /**
         * Sets or adjusts the stock of a SKU
         * @description `onHand` sets it and needs If-Match, unless there is no stock yet. `adjustBy` adjusts it and needs an Idempotency-Key.
         *
         *     For admins.
         */
        put: operations["inventory.changeStock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/{sku}/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists every change of the stock of a SKU, newest first
         * @description For admins.
         */
        get: operations["inventory.listMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets and adjusts the stock of many SKUs from a file
         * @description Runs in the background. A file has at most 4 MB: CSV with the columns `sku`, `onHand` or `adjustBy`, and optionally `reason` and `version`, or JSON Lines with these members. A row with a `version` changes only a stock that still has it.
         *
         *     For admins.
         */
        post: operations["inventory.importStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the progress and the errors of an import of stock
         * @description For admins.
         */
        get: operations["inventory.getStockImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/imports/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the changes that a dry run has found, in the order of the lines
         * @description Empty for an import that is not a dry run: its changes are movements of their SKUs.
         *
         *     For admins.
         */
        get: operations["inventory.listStockImportChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a guest cart
         * @description The token of the cart is shown only here.
         *
         *     For anybody.
         */
        post: operations["cart.createCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the caller's cart at current prices
         * @description For guests with a cart and signed-in users.
         */
        get: operations["cart.getCart"];
        put?: never;
        post?: never;
        /**
         * Empties the caller's cart
         * @description For guests with a cart and signed-in users.
         */
        delete: operations["cart.emptyCart"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds to the cart
         * @description Adds to the quantity of a SKU that is in the cart already. Quantities beyond the stock are refused at checkout. A repeated Idempotency-Key adds nothing, and answers the cart as it is.
         *
         *     For guests with a cart and signed-in users.
         */
        post: operations["cart.addItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart/items/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets the quantity of an item in the cart
         * @description A repeated Idempotency-Key changes nothing, and answers the cart as it is.
         *
         *     For guests with a cart and signed-in users.
         */
        put: operations["cart.changeItem"];
        post?: never;
        /**
         * Removes an item from the cart
         * @description For guests with a cart and signed-in users.
         */
        delete: operations["cart.removeItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cart/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merges a guest cart into the cart of the signed-in user
         * @description Takes the guest cart of `X-Cart-Token`, and ends it. A repeated merge returns the same report.
         *
         *     For signed-in users.
         */
        post: operations["cart.mergeCart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's orders, newest first
         * @description Admins see the orders of all buyers, and may filter them. Days are in UTC. Both ends are included, and a list covers at most 92 days.
         *
         *     For guests with a cart and signed-in users.
         */
        get: operations["orders.listOrders"];
        put?: never;
        /**
         * Buys what is in the cart
         * @description The same Idempotency-Key with the same body answers the same order; nothing is charged twice. With `Prefer: wait=…` the answer waits for the end of the order.
         *
         *     For guests with a cart and signed-in users.
         */
        post: operations["checkout.placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one of the caller's orders
         * @description Admins read any order.
         *
         *     For guests with a cart and signed-in users.
         */
        get: operations["orders.getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the states of an order
         * @description A client may read this often while a payment is in progress.
         *
         *     For guests with a cart and signed-in users.
         */
        get: operations["orders.getOrderStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Cancels an order before it is shipped
         * @description The stock of the order is released, and its payment is refunded.
         *
         *     For guests with a cart and signed-in users.
         */
        put: operations["orders.cancelOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the events of an order, oldest first
         * @description For guests with a cart and signed-in users.
         */
        get: operations["orders.listOrderEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receives an event of Stripe
         * @description For Stripe only. The body is an event of Stripe, and its signature is the proof of who sent it.
         *
         *     For anybody.
         */
        post: operations["payments.stripeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Requests an account
         * @description A code is mailed to the address. An owner who has an account already gets a mail about the attempt.
         *
         *     For anybody.
         */
        post: operations["users.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mails the code of a registration again
         * @description For anybody.
         */
        post: operations["users.resendCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Completes a registration with the mailed code
         * @description For anybody.
         */
        post: operations["users.confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs a user in
         * @description For anybody.
         */
        post: operations["users.login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/login/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Completes a sign-in with a code of the second factor
         * @description For anybody.
         */
        post: operations["users.loginWithCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a refresh token for new tokens
         * @description The new tokens carry the roles that the user has now.
         *
         *     For anybody.
         */
        post: operations["users.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes a refresh token
         * @description The user's access tokens are refused from then on.
         *
         *     For anybody.
         */
        post: operations["users.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/password/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the password and ends all sessions
         * @description For signed-in users.
         */
        post: operations["users.changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mails a code that sets a new password
         * @description For anybody.
         */
        post: operations["users.forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets a new password with the mailed code and ends all sessions
         * @description For anybody.
         */
        post: operations["users.resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether logging in asks the caller for a code
         * @description For signed-in users.
         */
        get: operations["users.getMfa"];
        put?: never;
        /**
         * Makes the secret of a second factor
         * @description The secret is shown once, and takes effect when it is confirmed. Each call makes another one.
         *
         *     For signed-in users.
         */
        post: operations["users.beginMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/mfa/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches the second factor on and ends all sessions
         * @description For signed-in users.
         */
        post: operations["users.confirmMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches the second factor off and ends all sessions
         * @description For signed-in users.
         */
        post: operations["users.endMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the caller's profile
         * @description Admins read the profile of any user.
         *
         *     For signed-in users.
         */
        get: operations["users.getUser"];
        /**
         * Replaces the caller's profile
         * @description For signed-in users.
         */
        put: operations["users.changeUser"];
        post?: never;
        /**
         * Erases the caller
         * @description Admins erase any user. Orders stay without personal data. An order that is not done keeps what it needs of it until it is: the answer lists these, and their buyer gets a mail.
         *
         *     For signed-in users.
         */
        delete: operations["users.eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets exactly these roles
         * @description Removing a role ends the sessions of the user. The last admin stays an admin.
         *
         *     For admins.
         */
        put: operations["users.setRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the caller's preferences
         * @description For signed-in users.
         */
        get: operations["users.getPreferences"];
        /**
         * Replaces the caller's preferences
         * @description For signed-in users.
         */
        put: operations["users.changePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads everything that the shop holds about the caller
         * @description Orders are returned in pages of 100; every page has the rest of the data.
         *
         *     For signed-in users.
         */
        get: operations["users.exportUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's address book
         * @description An address book has at most 50 addresses, on one page.
         *
         *     For signed-in users.
         */
        get: operations["users.listAddresses"];
        put?: never;
        /**
         * Adds an address to the caller's address book
         * @description An address that is already in the book is returned unchanged.
         *
         *     For signed-in users.
         */
        post: operations["users.addAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/addresses/{addressId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replaces an address
         * @description For signed-in users.
         */
        put: operations["users.changeAddress"];
        post?: never;
        /**
         * Removes an address
         * @description When it was the default, the oldest of the others becomes the default.
         *
         *     For signed-in users.
         */
        delete: operations["users.removeAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the keys, newest first, without their secrets
         * @description For admins.
         */
        get: operations["partners.listApiKeys"];
        put?: never;
        /**
         * Creates a key for a partner’s program
         * @description The key raises the limits of a program that sends it as `X-Api-Key`. It is shown only here, so a repeated Idempotency-Key is refused with the id of the first key.
         *
         *     For admins.
         */
        post: operations["partners.createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a key at once
         * @description For admins.
         */
        delete: operations["partners.deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Checks that the API answers
         * @description For anybody.
         */
        get: operations["edge.health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads this document
         * @description For anybody.
         */
        get: operations["edge.openApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description `draft`: not shown yet. `active`: on sale. `archived`: no longer sold.
         * @enum {string}
         */
        ProductStatus: "draft" | "active" | "archived";
        /** @description A product to be created: at most 48 KB as JSON. */
        ProductInput: {
            /** @description The SKU that is sold. If there are variants, their SKUs are sold, and this one is only reserved. */
            sku: string;
            /** @description The name of the product. */
            title: string;
            /** @description Text for the product page. */
            description?: string;
            /** @description The price of one piece. */
            price: components["schemas"]["MoneyInput"];
            /** @description The former or recommended price, to show beside the price. */
            compareAtPrice?: components["schemas"]["MoneyInput"];
            /** @description The categories that it is in. Default: `[]`. */
            categoryIds?: string[];
            /** @description Values by name, such as `colour`: `red`. At most 50; a name has up to 64 characters, a value up to 500. Default: `{}`. */
            attributes?: {
                [key: string]: string;
            };
            /** @description The variants in which it is sold. Without any, the product itself is sold. Default: `[]`. */
            variants?: components["schemas"]["VariantInput"][];
            /** @description The https URLs of the pictures, the main one first. */
            images?: string[];
            /** @description The class that decides the tax rate. */
            taxClass?: string;
            /** @description Default: `"active"`. */
            status?: components["schemas"]["ProductStatus"];
        };
        /** @description An exact amount of money, as a client may set it. */
        MoneyInput: {
            /**
             * Format: int64
             * @description The amount in minor units: 1999 EUR is 19.99 €, 1999 JPY is 1,999 ¥.
             */
            amount: number;
            /** @description An ISO 4217 code such as EUR. */
            currency: string;
        };
        /** @description A variant to store. */
        VariantInput: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The name of the variant. */
            title: string;
            /** @description The price of one piece, where it differs from the price of the product. */
            price?: components["schemas"]["MoneyInput"];
            /** @description Values by name, such as `colour`: `red`. At most 20; a name has up to 64 characters, a value up to 500. Default: `{}`. */
            attributes?: {
                [key: string]: string;
            };
        };
        /** @description The whole product. A member that is left out is removed, except the status, which stays. */
        ProductChange: {
            /** @description The SKU that is sold. If there are variants, their SKUs are sold, and this one is only reserved. */
            sku: string;
            /** @description The name of the product. */
            title: string;
            /** @description Text for the product page. */
            description?: string;
            /** @description The price of one piece. */
            price: components["schemas"]["MoneyInput"];
            /** @description The former or recommended price, to show beside the price. */
            compareAtPrice?: components["schemas"]["MoneyInput"];
            /** @description The categories that it is in. Default: `[]`. */
            categoryIds?: string[];
            /** @description Values by name, such as `colour`: `red`. At most 50; a name has up to 64 characters, a value up to 500. Default: `{}`. */
            attributes?: {
                [key: string]: string;
            };
            /** @description The variants in which it is sold. Without any, the product itself is sold. Default: `[]`. */
            variants?: components["schemas"]["VariantInput"][];
            /** @description The https URLs of the pictures, the main one first. */
            images?: string[];
            /** @description The class that decides the tax rate. */
            taxClass?: string;
            status?: components["schemas"]["ProductStatus"];
        };
        /**
         * @description `stop`: with an error in any row nothing is written; an error that shows only in the write ends the import at its row. `skip`: the rows without errors are written.
         * @enum {string}
         */
        OnError: "stop" | "skip";
        /**
         * @description The format of the file.
         * @enum {string}
         */
        FileFormat: "csv" | "jsonl";
        /** @description The whole category. A member that is left out is removed. */
        CategoryInput: {
            /** @description The name that people read. */
            name: string;
            /** @description Text for the page of the category. */
            description?: string;
            /** @description The parent category. A category at the top has none. */
            parentId?: string;
        };
        /** @description Either a count or a difference. */
        StockChange: components["schemas"]["StockSetting"] | components["schemas"]["StockAdjustment"];
        /** @description A count of the stock. */
        StockSetting: {
            /** @description The warehouse. The only one is `main`. */
            warehouse?: string;
            /** @description The reason, shown with the movements. */
            reason: string;
            /** @description Pieces that are physically there. */
            onHand: number;
            /** @description The number of parts that the stock is spread over, for a SKU in high demand. It stays as it is unless given, and never falls. */
            shards?: number;
        };
        /** @description A difference to the stock. */
        StockAdjustment: {
            /** @description The warehouse. The only one is `main`. */
            warehouse?: string;
            /** @description The reason, shown with the movements. */
            reason: string;
            /** @description The pieces to add. A negative number takes pieces away; 0 is not allowed. */
            adjustBy: number;
        };
        /** @description An item to add. */
        CartItemInput: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The number of pieces. */
            quantity: number;
        };
        /** @description The new quantity. */
        QuantityChange: {
            /** @description The number of pieces. 0 removes the item. */
            quantity: number;
        };
        /**
         * @description `pending`: not decided yet. `confirmed`: paid. `rejected`: could not be fulfilled. `needs_attention`: an operator looks at it.
         * @enum {string}
         */
        OrderStatus: "pending" | "confirmed" | "cancelled" | "rejected" | "needs_attention";
        /** @description The data that an order needs beside the cart. */
        Checkout: {
            /**
             * Format: email
             * @description The address for mails about the order.
             */
            email: string;
            /** @description The address for the delivery. */
            shippingAddress: components["schemas"]["AddressInput"];
            /** @description The address for the bill: the shipping address unless given. */
            billingAddress?: components["schemas"]["AddressInput"];
            /** @description The kind of delivery. */
            shippingMethod?: string;
            /** @description A payment-method id of Stripe, such as `pm_card_visa`. */
            paymentMethod: string;
            /** @description The total that the buyer was shown. If the total is different now, nothing is bought. */
            expectedTotal?: components["schemas"]["MoneyInput"];
        };
        /** @description A postal address. The country must exist, and the postal code must have the form of the country. */
        AddressInput: {
            /** @description The person or company at the address. */
            name: string;
            /** @description Street and number, or a post box. */
            line1: string;
            /** @description Floor, company, or other additions. */
            line2?: string;
            /** @description City or town. */
            city: string;
            /** @description State, province or county. */
            region?: string;
            /** @description The postal code, in the form that the country prescribes, if it has postal codes. */
            postalCode: string;
            /** @description The country: an ISO 3166-1 alpha-2 code such as DE. */
            country: string;
            /** @description A phone number for the carrier. */
            phone?: string;
        };
        /** @description A request for an account. */
        Registration: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
            /** @description The new password. It has at least one letter a to z, one A to Z, one digit and one symbol such as ! or -, and no white space at its ends. */
            password: string;
            /** @description The name of the person. */
            name?: string;
            /** @description The language of mails: a BCP 47 tag such as en or de-AT. */
            locale?: string;
        };
        /** @description An address, with or without an account. */
        AccountEmail: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
        };
        /** @description The proof that an address is its owner’s. */
        Confirmation: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
            /** @description The code of the last mail: six digits. */
            code: string;
        };
        /** @description Email and password. */
        Credentials: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
            /** @description The password of the account. */
            password: string;
        };
        /** @description The answer to the challenge of a sign-in. */
        SignInCode: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
            /** @description The `session` that `POST /users/login` returned. */
            session: string;
            /** @description The code that the authenticator app shows: six digits. Each counts once. */
            code: string;
        };
        /** @description A refresh token. */
        RefreshToken: {
            /** @description The refresh token of the sign-in. */
            refreshToken: string;
        };
        /** @description The current password and the new one. */
        PasswordChange: {
            /** @description The password of the account. */
            currentPassword: string;
            /** @description The new password. It has at least one letter a to z, one A to Z, one digit and one symbol such as ! or -, and no white space at its ends. */
            newPassword: string;
        };
        /** @description The mailed code and the new password. */
        PasswordReset: {
            /**
             * Format: email
             * @description The email address of the account.
             */
            email: string;
            /** @description The code of the last mail: six digits. */
            code: string;
            /** @description The new password. It has at least one letter a to z, one A to Z, one digit and one symbol such as ! or -, and no white space at its ends. */
            newPassword: string;
        };
        /** @description The password of the account. */
        CurrentPassword: {
            /** @description The password of the account. */
            currentPassword: string;
        };
        /** @description The password of the account and a code of the authenticator app. */
        SecondFactorProof: {
            /** @description The password of the account. */
            currentPassword: string;
            /** @description The code that the authenticator app shows: six digits. Each counts once. */
            code: string;
        };
        /** @description The whole profile. A member that is left out is removed. */
        ProfileInput: {
            /** @description The name of the person. */
            name?: string;
            /** @description A phone number as E.164 writes it, such as +491701234567. */
            phone?: string;
        };
        /** @description The new roles of a user. */
        RolesInput: {
            /** @description All roles of the user. */
            roles: components["schemas"]["Role"][];
        };
        /**
         * @description `customer`: buys. `seller`: keeps products of their own. `admin`: runs the shop.
         * @enum {string}
         */
        Role: "customer" | "seller" | "admin";
        /** @description The new preferences, all of them. */
        PreferencesInput: {
            /** @description The channels for news. Mails about orders and the account are always sent. */
            channels: components["schemas"]["Channel"][];
            /** @description The language of mails: a BCP 47 tag such as en or de-AT. */
            locale: string;
            /** @description The currency that the user prefers to see; the shop may charge in a different one. */
            currency: string;
        };
        /**
         * @description A way to reach a person.
         * @enum {string}
         */
        Channel: "email" | "sms" | "push";
        /** @description An address to save. */
        SavedAddressInput: {
            /** @description The person or company at the address. */
            name: string;
            /** @description Street and number, or a post box. */
            line1: string;
            /** @description Floor, company, or other additions. */
            line2?: string;
            /** @description City or town. */
            city: string;
            /** @description State, province or county. */
            region?: string;
            /** @description The postal code, in the form that the country prescribes, if it has postal codes. */
            postalCode: string;
            /** @description The country: an ISO 3166-1 alpha-2 code such as DE. */
            country: string;
            /** @description A phone number for the carrier. */
            phone?: string;
            /** @description True makes it the default. The first address is the default in any case. */
            isDefault?: boolean;
        };
        /** @description A key to create. */
        ApiKeyInput: {
            /** @description The name of the partner. */
            name: string;
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /** @description The kind of problem: `urn:souk:problem:<code>`. */
            type: string;
            /** @description The name of the status. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description Stable, for programs. */
            code: string;
            /** @description For people. */
            detail: string;
            /** @description The id of the request, for questions to support. */
            requestId: string;
            /** @description Every mistake in the request. */
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description One mistake in a request. */
        FieldError: {
            /** @description A JSON pointer into the body, such as `#/email`, or `#/query/limit`, `#/path/id`, `#/headers/if-match`. */
            pointer: string;
            code: components["schemas"]["FieldErrorCode"];
            /** @description For people. */
            detail: string;
        };
        /**
         * @description The kind of mistake.
         * @enum {string}
         */
        FieldErrorCode: "required" | "wrong_type" | "unknown_field" | "too_short" | "too_long" | "too_small" | "too_large" | "too_few" | "too_many" | "not_multiple" | "not_an_option" | "bad_format" | "duplicate" | "taken" | "not_found" | "not_allowed" | "invalid";
        /** @description The answer of API Gateway, when the request does not reach the shop. */
        GatewayMessage: {
            /** @description For people. */
            message: string;
        };
        /** @description A page of a list. */
        ProductPage: {
            /** @description Products, newest first. */
            items: components["schemas"]["Product"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description An article of the shop, with its variants. */
        Product: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The version, which rises by 1 with each change. The ETag is this number in quotes. */
            version: number;
            /**
             * Format: date-time
             * @description The time of creation.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last change.
             */
            updatedAt: string;
            /** @description The SKU that is sold. If there are variants, their SKUs are sold, and this one is only reserved. */
            sku: string;
            /** @description The name of the product. */
            title: string;
            /** @description Text for the product page. */
            description?: string;
            status: components["schemas"]["ProductStatus"];
            /** @description The price of one piece. */
            price: components["schemas"]["Money"];
            /** @description The former or recommended price, to show beside the price. */
            compareAtPrice?: components["schemas"]["Money"];
            /** @description The categories that it is in. */
            categoryIds: string[];
            /** @description Values by name, such as `material`: `oak`. */
            attributes: {
                [key: string]: string;
            };
            /** @description The variants in which it is sold. Without any, the product itself is sold. */
            variants: components["schemas"]["Variant"][];
            /** @description The https URLs of the pictures, the main one first. */
            images: string[];
            /** @description The class that decides the tax rate. */
            taxClass?: string;
            /** @description The seller who owns it; the shop's own products have none. */
            sellerId?: string;
        };
        /** @description An exact amount of money. */
        Money: {
            /**
             * Format: int64
             * @description The amount in minor units: 1999 EUR is 19.99 €, 1999 JPY is 1,999 ¥.
             */
            amount: number;
            /** @description An ISO 4217 code such as EUR. */
            currency: string;
        };
        /** @description A variant in which a product is sold. */
        Variant: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The name of the variant. */
            title: string;
            /** @description The price of one piece, where it differs from the price of the product. */
            price?: components["schemas"]["Money"];
            /** @description Values by name, such as `material`: `oak`. */
            attributes: {
                [key: string]: string;
            };
        };
        /** @description A product, with its stock if it was requested. */
        ProductWithStock: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The version, which rises by 1 with each change. The ETag is this number in quotes. */
            version: number;
            /**
             * Format: date-time
             * @description The time of creation.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last change.
             */
            updatedAt: string;
            /** @description The SKU that is sold. If there are variants, their SKUs are sold, and this one is only reserved. */
            sku: string;
            /** @description The name of the product. */
            title: string;
            /** @description Text for the product page. */
            description?: string;
            status: components["schemas"]["ProductStatus"];
            /** @description The price of one piece. */
            price: components["schemas"]["Money"];
            /** @description The former or recommended price, to show beside the price. */
            compareAtPrice?: components["schemas"]["Money"];
            /** @description The categories that it is in. */
            categoryIds: string[];
            /** @description Values by name, such as `material`: `oak`. */
            attributes: {
                [key: string]: string;
            };
            /** @description The variants in which it is sold. Without any, the product itself is sold. */
            variants: components["schemas"]["Variant"][];
            /** @description The https URLs of the pictures, the main one first. */
            images: string[];
            /** @description The class that decides the tax rate. */
            taxClass?: string;
            /** @description The seller who owns it; the shop's own products have none. */
            sellerId?: string;
            /** @description With `?include=stock`: the stock of each SKU that is sold. */
            stock?: components["schemas"]["ProductStock"][];
        };
        /** @description The stock of one SKU of a product. */
        ProductStock: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that can be bought now. */
            available: number;
        };
        /** @description The import of a file of products. */
        ProductImport: {
            /** @description The id, given by the shop. */
            id: string;
            status: components["schemas"]["ImportStatus"];
            /** @description Why the import failed: a sentence for people. Only if it failed. */
            reason?: string;
            format: components["schemas"]["FileFormat"];
            onError: components["schemas"]["OnError"];
            /** @description Rows of the file, without the header. 0 until the import runs. */
            rows: number;
            /** @description Rows that are not variants. */
            products: number;
            /** @description Products that have been processed so far. */
            processed: number;
            /** @description Products that are new. */
            created: number;
            /** @description Products that were changed. */
            updated: number;
            /** @description Products that did not differ: they get no new version. */
            unchanged: number;
            /** @description Products that were not written. */
            failed: number;
            /** @description Errors in all rows. */
            errorCount: number;
            /**
             * Format: date-time
             * @description The time of the upload.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last progress.
             */
            updatedAt: string;
        };
        /**
         * @description `failed`: it ended before its last row, and `reason` says why. `done`: all valid rows were written.
         * @enum {string}
         */
        ImportStatus: "queued" | "running" | "done" | "failed";
        /** @description The progress of an import, with a page of its errors. */
        ImportProgress: {
            /** @description The id, given by the shop. */
            id: string;
            status: components["schemas"]["ImportStatus"];
            /** @description Why the import failed: a sentence for people. Only if it failed. */
            reason?: string;
            format: components["schemas"]["FileFormat"];
            onError: components["schemas"]["OnError"];
            /** @description Rows of the file, without the header. 0 until the import runs. */
            rows: number;
            /** @description Rows that are not variants. */
            products: number;
            /** @description Products that have been processed so far. */
            processed: number;
            /** @description Products that are new. */
            created: number;
            /** @description Products that were changed. */
            updated: number;
            /** @description Products that did not differ: they get no new version. */
            unchanged: number;
            /** @description Products that were not written. */
            failed: number;
            /** @description Errors in all rows. */
            errorCount: number;
            /**
             * Format: date-time
             * @description The time of the upload.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last progress.
             */
            updatedAt: string;
            /** @description A page of the errors, in the order of the lines. */
            errors: components["schemas"]["ImportRowError"][];
            /** @description The `?cursor=` of the next page of errors. The last page has none. */
            nextCursor?: string;
        };
        /** @description A mistake in one row of an imported file. */
        ImportRowError: {
            /** @description The line of the file, counted from 1. */
            line: number;
            /** @description The column of a CSV file. Cut where names in the file make it very long: it ends with an ellipsis then. */
            column?: string;
            /** @description A JSON pointer into the product of a JSON Lines file. Cut where names in the file make it very long: it ends with an ellipsis then. */
            pointer?: string;
            /** @description A stable code for programs. More may be added to: `required`, `wrong_type`, `unknown_field`, `too_short`, `too_long`, `too_small`, `too_large`, `too_few`, `too_many`, `not_multiple`, `not_an_option`, `bad_format`, `duplicate`, `taken`, `not_found`, `not_allowed`, `invalid`, `catalog.sku_repeated`, `catalog.sku_taken`, `catalog.unknown_category`, `catalog.foreign_currency`, `catalog.change_too_large`. */
            code: string;
            /** @description A sentence for people. Cut where names in the file make it very long: it ends with an ellipsis then. */
            detail: string;
        };
        /** @description A page of a list. */
        CategoryPage: {
            /** @description Categories. */
            items: components["schemas"]["Category"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description A node of the tree that products are sorted into. */
        Category: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The version, which rises by 1 with each change. The ETag is this number in quotes. */
            version: number;
            /**
             * Format: date-time
             * @description The time of creation.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last change.
             */
            updatedAt: string;
            /** @description The name that people read. */
            name: string;
            /** @description Text for the page of the category. */
            description?: string;
            /** @description The parent category. A category at the top has none. */
            parentId?: string;
        };
        /** @description The stock of a SKU, as admins see it. */
        Stock: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that can be bought now. */
            available: number;
            /** @description Pieces that are physically there: available + held + allocated. */
            onHand: number;
            /** @description Pieces reserved by orders that are being paid. */
            held: number;
            /** @description Pieces sold and not shipped yet. */
            allocated: number;
            /** @description The number of changes by admins, not by orders. The ETag is this number in quotes. */
            version: number;
            /** @description The number of parts that the stock is spread over. */
            shards: number;
        };
        /** @description The stock of a SKU, as everybody sees it. */
        Availability: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that can be bought now. */
            available: number;
        };
        /** @description A page of a list. */
        StockMovementPage: {
            /** @description Movements, newest first. */
            items: components["schemas"]["StockMovement"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description One change of the stock of a SKU. */
        StockMovement: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            cause: components["schemas"]["MovementCause"];
            /** @description The change of the available pieces. A negative number takes pieces away. */
            available: number;
            /** @description The change of the held pieces. A negative number takes pieces away. */
            held: number;
            /** @description The change of the allocated pieces. A negative number takes pieces away. */
            allocated: number;
            /** @description The order that caused it. */
            orderId?: string;
            /** @description The reason that the admin gave. */
            reason?: string;
            /**
             * Format: date-time
             * @description The time of the change.
             */
            occurredAt: string;
        };
        /**
         * @description `set` and `adjusted`: by an admin. The others: by an order.
         * @enum {string}
         */
        MovementCause: "set" | "adjusted" | "reserved" | "committed" | "released";
        /** @description The import of a file of stock. */
        StockImport: {
            /** @description The id, given by the shop. */
            id: string;
            status: components["schemas"]["ImportStatus"];
            /** @description Why the import failed: a sentence for people. Only if it failed. */
            reason?: string;
            format: components["schemas"]["FileFormat"];
            onError: components["schemas"]["OnError"];
            /** @description Rows of the file, without the header. 0 until the import runs. */
            rows: number;
            /** @description Whether every row is planned and no stock is changed. */
            dryRun: boolean;
            /** @description Rows that were checked before the first write. Only where an error in any row stops the import. */
            checked: number;
            /** @description Rows that have been processed so far. */
            processed: number;
            /** @description Rows that have set the pieces on hand. In a dry run: rows that would. */
            set: number;
            /** @description Rows that have adjusted the pieces on hand. In a dry run: rows that would. */
            adjusted: number;
            /** @description Rows whose pieces on hand were right: they make no movement. */
            unchanged: number;
            /** @description Rows that have changed nothing, because of an error. */
            failed: number;
            /** @description Errors in all rows. */
            errorCount: number;
            /**
             * Format: date-time
             * @description The time of the upload.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last progress.
             */
            updatedAt: string;
        };
        /** @description The progress of an import of stock, with a page of its errors. */
        StockImportProgress: {
            /** @description The id, given by the shop. */
            id: string;
            status: components["schemas"]["ImportStatus"];
            /** @description Why the import failed: a sentence for people. Only if it failed. */
            reason?: string;
            format: components["schemas"]["FileFormat"];
            onError: components["schemas"]["OnError"];
            /** @description Rows of the file, without the header. 0 until the import runs. */
            rows: number;
            /** @description Whether every row is planned and no stock is changed. */
            dryRun: boolean;
            /** @description Rows that were checked before the first write. Only where an error in any row stops the import. */
            checked: number;
            /** @description Rows that have been processed so far. */
            processed: number;
            /** @description Rows that have set the pieces on hand. In a dry run: rows that would. */
            set: number;
            /** @description Rows that have adjusted the pieces on hand. In a dry run: rows that would. */
            adjusted: number;
            /** @description Rows whose pieces on hand were right: they make no movement. */
            unchanged: number;
            /** @description Rows that have changed nothing, because of an error. */
            failed: number;
            /** @description Errors in all rows. */
            errorCount: number;
            /**
             * Format: date-time
             * @description The time of the upload.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last progress.
             */
            updatedAt: string;
            /** @description A page of the errors, in the order of the lines. */
            errors: components["schemas"]["StockImportRowError"][];
            /** @description The `?cursor=` of the next page of errors. The last page has none. */
            nextCursor?: string;
        };
        /** @description A mistake in one row of an imported file. */
        StockImportRowError: {
            /** @description The line of the file, counted from 1. */
            line: number;
            /** @description The column of a CSV file. Cut where names in the file make it very long: it ends with an ellipsis then. */
            column?: string;
            /** @description A JSON pointer into the row of a JSON Lines file. Cut where names in the file make it very long: it ends with an ellipsis then. */
            pointer?: string;
            /** @description A stable code for programs. More may be added to: `required`, `wrong_type`, `unknown_field`, `too_short`, `too_long`, `too_small`, `too_large`, `too_few`, `too_many`, `not_multiple`, `not_an_option`, `bad_format`, `duplicate`, `taken`, `not_found`, `not_allowed`, `invalid`, `inventory.sku_repeated`, `inventory.below_committed`, `inventory.too_many_pieces`, `request.version_mismatch`. */
            code: string;
            /** @description A sentence for people. Cut where names in the file make it very long: it ends with an ellipsis then. */
            detail: string;
        };
        /** @description A page of a list. */
        StockImportChangePage: {
            /** @description Changes, in the order of the lines. */
            items: components["schemas"]["StockImportChange"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description A change that a dry run has found. */
        StockImportChange: {
            /** @description The line of the file, counted from 1. */
            line: number;
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            cause: components["schemas"]["StockImportCause"];
            /** @description The pieces on hand before. */
            from: number;
            /** @description The pieces on hand after the change. */
            to: number;
        };
        /**
         * @description Whether the row sets the pieces on hand, or adjusts them.
         * @enum {string}
         */
        StockImportCause: "set" | "adjusted";
        /** @description A cart with the token that opens it. */
        CartWithToken: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The version, which rises by 1 with each change, from 0. The ETag is this number in quotes. */
            version: number;
            /** @description The currency of the shop, ISO 4217. */
            currency: string;
            /** @description The lines, at most 40. */
            items: components["schemas"]["CartLine"][];
            /** @description The sums of the cart at current prices. */
            totals: components["schemas"]["Totals"];
            /** @description The token that each request of the guest sends as `X-Cart-Token`. It is shown only here. */
            token: string;
        };
        /** @description The pieces of one SKU in a cart. */
        CartLine: components["schemas"]["SoldCartLine"] | components["schemas"]["UnsoldCartLine"];
        /** @description An item that can be bought. */
        SoldCartLine: {
            /** @description The SKU is sold. */
            available: boolean;
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The product of the SKU. */
            productId: string;
            /** @description The name of the product. */
            title: string;
            /** @description The number of pieces. */
            quantity: number;
            /** @description The price of one piece. */
            unitPrice: components["schemas"]["Money"];
            /** @description The price of all pieces. */
            lineTotal: components["schemas"]["Money"];
        };
        /** @description An item that is no longer sold: it is not part of the totals, and checkout refuses it. */
        UnsoldCartLine: {
            /** @description The SKU is no longer sold. */
            available: boolean;
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The product of the SKU, if it still exists. */
            productId?: string;
            /** @description The name of the product, if it still exists. */
            title?: string;
            /** @description The number of pieces. */
            quantity: number;
        };
        /** @description The sums of a cart or an order. */
        Totals: {
            /** @description The sum of the lines. */
            subtotal: components["schemas"]["Money"];
            /** @description The amount that is taken off the subtotal. */
            discount: components["schemas"]["Money"];
            /** @description The tax that is added. */
            tax: components["schemas"]["Money"];
            /** @description The cost of delivery. */
            shipping: components["schemas"]["Money"];
            /** @description The amount to pay: subtotal − discount + tax + shipping. */
            total: components["schemas"]["Money"];
        };
        /** @description The items that a buyer wants, at current prices. */
        Cart: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The version, which rises by 1 with each change, from 0. The ETag is this number in quotes. */
            version: number;
            /** @description The currency of the shop, ISO 4217. */
            currency: string;
            /** @description The lines, at most 40. */
            items: components["schemas"]["CartLine"][];
            /** @description The sums of the cart at current prices. */
            totals: components["schemas"]["Totals"];
        };
        /** @description A cart after a merge, and the result for each item of the guest. */
        CartMerge: {
            /** @description The user's cart after the merge. */
            cart: components["schemas"]["Cart"];
            /** @description Items that were taken over completely. */
            merged: components["schemas"]["MergedItem"][];
            /** @description Items of which fewer pieces were taken over. */
            capped: components["schemas"]["CappedItem"][];
            /** @description Items that were not taken over. */
            dropped: components["schemas"]["DroppedItem"][];
        };
        /** @description An item that was taken over completely. */
        MergedItem: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that the cart holds now. */
            quantity: number;
        };
        /** @description An item of which fewer pieces were taken over. */
        CappedItem: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that the cart holds now. */
            quantity: number;
            /** @description Pieces that both carts held together. */
            wanted: number;
            reason: components["schemas"]["CapReason"];
        };
        /**
         * @description `stock`: no more are in stock. `quantity_limit`: a cart cannot hold more of one item.
         * @enum {string}
         */
        CapReason: "stock" | "quantity_limit";
        /** @description An item that was not taken over. */
        DroppedItem: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description Pieces that the guest's cart held. */
            quantity: number;
            reason: components["schemas"]["DropReason"];
        };
        /**
         * @description `too_many_lines`: the cart is full of other items.
         * @enum {string}
         */
        DropReason: "not_sold" | "out_of_stock" | "too_many_lines";
        /** @description A page of a list. */
        OrderPage: {
            /** @description Orders, newest first. */
            items: components["schemas"]["Order"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description The items that a buyer has bought, and their progress. */
        Order: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The number that people use. */
            number: string;
            status: components["schemas"]["OrderStatus"];
            paymentStatus: components["schemas"]["PaymentStatus"];
            fulfilmentStatus: components["schemas"]["FulfilmentStatus"];
            /** @description Present while the payment waits for the buyer. */
            nextAction?: components["schemas"]["NextAction"];
            /**
             * Format: date-time
             * @description The time of the last change of any of these states.
             */
            updatedAt: string;
            /** @description Present when the order was rejected or needs attention. */
            rejection?: components["schemas"]["Rejection"];
            /** @description The address for mails. Empty once the buyer's data is erased. */
            email: string;
            /** @description The lines. */
            items: components["schemas"]["OrderLine"][];
            /** @description The sums of the order. */
            totals: components["schemas"]["Totals"];
            /** @description The address for the delivery. Its members are empty once the buyer's data is erased. */
            shippingAddress: components["schemas"]["OrderAddress"];
            /** @description The address for the bill, if it differs. */
            billingAddress?: components["schemas"]["OrderAddress"];
            /** @description The kind of delivery. */
            shippingMethod?: string;
            /** @description The version, which rises by 1 with each event of the order. */
            version: number;
            /**
             * Format: date-time
             * @description The time at which it was placed.
             */
            createdAt: string;
        };
        /**
         * @description `requires_action`: the buyer must follow `nextAction`. `captured`: the money is taken.
         * @enum {string}
         */
        PaymentStatus: "pending" | "requires_action" | "authorized" | "captured" | "partially_refunded" | "refunded" | "failed" | "cancelled";
        /**
         * @description The progress of the delivery.
         * @enum {string}
         */
        FulfilmentStatus: "unfulfilled" | "partially_shipped" | "shipped" | "delivered" | "returned";
        /** @description A step that the buyer must take before the payment goes on, such as 3-D Secure. */
        NextAction: {
            /** @description The kind of action. */
            type: string;
            /** @description The bank's page, which the buyer opens. */
            redirectUrl: string;
            /** @description A secret for the payment provider's own client library. */
            clientSecret: string;
        };
        /** @description The reason why an order was rejected or needs attention. */
        Rejection: {
            /** @description A stable code for programs, such as `payments.card_declined`. More may be added to: `inventory.insufficient_stock`, `inventory.hold_expired`, `payments.card_declined`, `payments.invalid_payment_method`, `payments.amount_too_small`, `payments.amount_too_large`, `payments.amount_not_chargeable`, `payments.too_many_waiting`, `payments.intent_cancelled`, `payments.timed_out`, `payments.capture_failed`, `orders.not_completed`. */
            code: string;
            /** @description A sentence for people. */
            detail: string;
        };
        /** @description The pieces of one SKU in an order. */
        OrderLine: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The product of the SKU. */
            productId: string;
            /** @description The name of the product when it was bought. */
            title: string;
            /** @description The number of pieces. */
            quantity: number;
            /** @description The price of one piece. */
            unitPrice: components["schemas"]["Money"];
            /** @description The price of all pieces. */
            lineTotal: components["schemas"]["Money"];
        };
        /** @description A postal address; its members are empty once the buyer's data is erased. */
        OrderAddress: {
            /** @description The person or company. */
            name: string;
            /** @description Street and number. */
            line1: string;
            /** @description A further line, such as a floor. */
            line2?: string;
            /** @description The town. */
            city: string;
            /** @description The state or province. */
            region?: string;
            /** @description The postal code. */
            postalCode: string;
            /** @description The country: an ISO 3166-1 alpha-2 code such as DE. */
            country: string;
            /** @description A number for the carrier. */
            phone?: string;
        };
        /** @description The states of an order. */
        OrderProgress: {
            status: components["schemas"]["OrderStatus"];
            paymentStatus: components["schemas"]["PaymentStatus"];
            fulfilmentStatus: components["schemas"]["FulfilmentStatus"];
            /** @description Present while the payment waits for the buyer. */
            nextAction?: components["schemas"]["NextAction"];
            /**
             * Format: date-time
             * @description The time of the last change of any of these states.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        OrderEventPage: {
            /** @description Events, oldest first. */
            items: components["schemas"]["OrderEvent"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description Something that happened to an order. */
        OrderEvent: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The kind of event, such as `OrderPlaced`. */
            name: string;
            /** @description The position among the events of the order, from 1. */
            sequence: number;
            /**
             * Format: date-time
             * @description The time of the event.
             */
            occurredAt: string;
            /** @description The facts. Their form depends on the name. */
            data: {
                [key: string]: unknown;
            };
        };
        /** @description The event is received. */
        WebhookReceipt: {
            /** @description Stripe need not send it again. */
            received: boolean;
        };
        /** @description The tokens of a signed-in user. */
        Tokens: {
            /** @description The token that each request sends as `Authorization: Bearer …`. */
            accessToken: string;
            /** @description The token that tells the client who is signed in. The API does not accept it. */
            idToken: string;
            /** @description The token that gets new tokens when the access token has expired. */
            refreshToken: string;
            /** @description Seconds until the access token expires. */
            expiresIn: number;
        };
        /** @description A sign-in whose password was right, and which waits for a code. */
        SignInChallenge: {
            /** @description The sign-in that waits for a code, for `POST /users/login/mfa`. */
            session: string;
            /** @description Seconds until it ends. */
            expiresIn: number;
        };
        /** @description The state of a second factor. */
        SecondFactor: {
            /** @description Whether logging in asks for a code. */
            enabled: boolean;
        };
        /** @description The secret of a second factor (TOTP, RFC 6238). */
        SecondFactorSecret: {
            /** @description The secret for an authenticator app, in base32. */
            secret: string;
            /** @description The same as a URI, which apps read from a QR code. */
            otpauthUri: string;
        };
        /** @description A person with an account. */
        User: {
            /** @description The name of the person. */
            name?: string;
            /** @description A phone number as E.164 writes it, such as +491701234567. */
            phone?: string;
            /** @description The id, which is never assigned to another user. */
            id: string;
            /** @description The email address, in lower case. */
            email: string;
            /** @description Whether the user has proven to own the address. */
            emailVerified: boolean;
            /** @description The roles of the user. */
            roles: components["schemas"]["Role"][];
            /** @description The version, which rises by 1 with each change. The ETag is this number in quotes. */
            version: number;
            /**
             * Format: date-time
             * @description The time of registration.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time of the last change.
             */
            updatedAt: string;
        };
        /** @description What is left of an erased user. */
        Erasure: {
            /** @description The orders that are not done. */
            keptOrders: components["schemas"]["KeptOrder"][];
        };
        /** @description An order that is not done, and keeps what it needs until it is. */
        KeptOrder: {
            /** @description The id of the order. */
            id: string;
            /** @description The number that people use. */
            number: string;
            reason: components["schemas"]["KeepReason"];
            /**
             * Format: date-time
             * @description Its data is erased when it is done, and at this time at the latest.
             */
            until: string;
        };
        /**
         * @description `being_paid`: its payment has no outcome yet. `to_be_sent`: it is paid. `refund_pending`: the money is not back.
         * @enum {string}
         */
        KeepReason: "being_paid" | "to_be_sent" | "refund_pending";
        /** @description The roles of a user. */
        Roles: {
            /** @description All roles of the user. */
            roles: components["schemas"]["Role"][];
        };
        /** @description The preferences of a user. */
        Preferences: {
            /** @description The channels for news. Mails about orders and the account are always sent. */
            channels: components["schemas"]["Channel"][];
            /** @description The language of mails: a BCP 47 tag such as en or de-AT. */
            locale: string;
            /** @description The currency that the user prefers to see; the shop may charge in a different one. */
            currency: string;
        };
        /** @description Everything that the shop holds about a user. */
        UserExport: {
            /**
             * Format: date-time
             * @description The time of the export.
             */
            exportedAt: string;
            /** @description The profile. */
            profile: components["schemas"]["User"];
            /** @description The preferences. */
            preferences: components["schemas"]["Preferences"];
            /** @description The address book. */
            addresses: components["schemas"]["SavedAddress"][];
            /** @description The items in the cart. */
            cart: components["schemas"]["ExportedCartItem"][];
            /** @description A page of the orders. */
            orders: components["schemas"]["ExportedOrderPage"];
        };
        /** @description An address of an address book. */
        SavedAddress: {
            /** @description The person or company at the address. */
            name: string;
            /** @description Street and number, or a post box. */
            line1: string;
            /** @description Floor, company, or other additions. */
            line2?: string;
            /** @description City or town. */
            city: string;
            /** @description State, province or county. */
            region?: string;
            /** @description The postal code, in the form that the country prescribes, if it has postal codes. */
            postalCode: string;
            /** @description The country: an ISO 3166-1 alpha-2 code such as DE. */
            country: string;
            /** @description A phone number for the carrier. */
            phone?: string;
            /** @description The id, given by the shop. */
            id: string;
            /** @description Whether it is offered first. One address of a book is the default. */
            isDefault: boolean;
            /** @description The version, which rises by 1 with each change. The ETag is this number in quotes. */
            version: number;
        };
        /** @description An item in the cart. */
        ExportedCartItem: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The number of pieces. */
            quantity: number;
        };
        /** @description An order as it is exported. */
        ExportedOrder: {
            /** @description The id of the order. */
            id: string;
            /** @description The number that people use. */
            number: string;
            /** @description The status of the order. */
            status: string;
            /**
             * Format: date-time
             * @description The time at which it was placed.
             */
            createdAt: string;
            /** @description The products that were bought. */
            lines: components["schemas"]["ExportedOrderLine"][];
            /** @description The amount of the order. */
            total: components["schemas"]["Money"];
            /** @description The personal data of the order, until it is erased. */
            contact?: components["schemas"]["ExportedContact"];
        };
        /** @description A line of an exported order. */
        ExportedOrderLine: {
            /** @description Stock keeping unit: the code of what is sold, unique in the shop. */
            sku: string;
            /** @description The name of the product when it was bought. */
            title: string;
            /** @description The number of pieces. */
            quantity: number;
            /** @description The price of all pieces. */
            lineTotal: components["schemas"]["Money"];
        };
        /** @description The personal data of an order. */
        ExportedContact: {
            /** @description The address for mails about the order. */
            email: string;
            /** @description The address of the delivery; its members are empty once it is erased. */
            shippingAddress: components["schemas"]["Address"];
            /** @description The address of the bill, if it differs. */
            billingAddress?: components["schemas"]["Address"];
            /** @description The payment provider's id of the payment method; empty once it is erased. */
            paymentMethod: string;
        };
        /** @description A postal address. */
        Address: {
            /** @description The person or company at the address. */
            name: string;
            /** @description Street and number, or a post box. */
            line1: string;
            /** @description Floor, company, or other additions. */
            line2?: string;
            /** @description City or town. */
            city: string;
            /** @description State, province or county. */
            region?: string;
            /** @description The postal code, in the form that the country prescribes, if it has postal codes. */
            postalCode: string;
            /** @description The country: an ISO 3166-1 alpha-2 code such as DE. */
            country: string;
            /** @description A phone number for the carrier. */
            phone?: string;
        };
        /** @description A page of a list. */
        ExportedOrderPage: {
            /** @description Orders, newest first. */
            items: components["schemas"]["ExportedOrder"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description A page of a list. */
        AddressPage: {
            /** @description The addresses. */
            items: components["schemas"]["SavedAddress"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description A key with its secret. */
        CreatedApiKey: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The name of the partner. */
            name: string;
            /**
             * Format: date-time
             * @description The time of creation.
             */
            createdAt: string;
            /** @description The key that each request sends as `X-Api-Key`. */
            key: string;
        };
        /** @description A page of a list. */
        ApiKeyPage: {
            /** @description Keys, newest first. */
            items: components["schemas"]["ApiKey"][];
            /** @description The `?cursor=` of the next page. The last page has none. */
            nextCursor?: string;
        };
        /** @description A key of a partner’s program. */
        ApiKey: {
            /** @description The id, given by the shop. */
            id: string;
            /** @description The name of the partner. */
            name: string;
            /**
             * Format: date-time
             * @description The time of creation.
             */
            createdAt: string;
        };
        /** @description The state of the API. */
        Health: {
            status: components["schemas"]["HealthStatus"];
        };
        /**
         * @description The API answers.
         * @enum {string}
         */
        HealthStatus: "ok";
    };
    responses: {
        /** @description `request.invalid`: The request has mistakes: `errors` names each. */
        Invalid: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.invalid";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.unauthenticated`: The access token, cart token or API key is missing, invalid or expired. */
        Unauthenticated: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.unauthenticated";
                };
            };
        };
        /**
         * @description - `request.forbidden`: The caller lacks the role.
         *     - `request.mfa_enrolment_required`: The shop requires a second factor of admins, and this one has none.
         */
        ForbiddenOrMfaEnrolmentRequired: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.forbidden" | "request.mfa_enrolment_required";
                };
            };
        };
        /** @description Too many requests. */
        TooManyRequestsAtGateway: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                "Retry-After": components["headers"]["OptionalRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.internal_error`: Something went wrong in the shop. */
        InternalError: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.internal_error";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.unavailable`: The shop is busy: the request can be repeated. */
        Unavailable: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                "Retry-After": components["headers"]["OptionalRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.unavailable";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.not_found`: It does not exist, or the caller may not see it. */
        NotFound: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.not_found";
                };
            };
        };
        /** @description `request.unauthenticated`: The access token, cart token or API key is missing, invalid or expired. */
        UnauthenticatedAtGateway: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.unauthenticated";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.too_large`: The body is too large. */
        TooLarge: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.too_large";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.unsupported_media_type`: The body is of another type. */
        UnsupportedMediaType: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.unsupported_media_type";
                };
            };
        };
        /** @description `request.version_mismatch`: It was changed since it was read: read it again and repeat the change. */
        VersionMismatch: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.version_mismatch";
                };
            };
        };
        /** @description `request.precondition_required`: If-Match is missing. */
        PreconditionRequired: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.precondition_required";
                };
            };
        };
        /** @description `request.idempotency_key_reused`: The Idempotency-Key was used for another request. */
        IdempotencyKeyReused: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.idempotency_key_reused";
                };
            };
        };
        /** @description `request.too_many_requests`: There were too many requests: wait as Retry-After says. */
        TooManyRequests: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                "Retry-After": components["headers"]["OptionalRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.too_many_requests";
                };
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description `request.mfa_enrolment_required`: The shop requires a second factor of admins, and this one has none. */
        MfaEnrolmentRequired: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.mfa_enrolment_required";
                };
            };
        };
        /** @description `request.method_not_allowed`: The path has other methods. */
        MethodNotAllowed: {
            headers: {
                "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /**
                     * @description Stable, for programs.
                     * @enum {string}
                     */
                    code: "request.method_not_allowed";
                };
            };
        };
    };
    parameters: {
        /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
        IfMatch: string;
        /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
        OptionalIfMatch: string;
        /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
        IdempotencyKey: string;
        /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
        OptionalIdempotencyKey: string;
        /** @description A partner's key, which raises the limits of its program. */
        OptionalXApiKey: string;
        /** @description The token of a guest cart, from `POST /v1/carts`. */
        XCartToken: string;
        /** @description RFC 7240. `wait=10` waits up to so many seconds for the order to end; 15 at most. */
        OptionalPrefer: string;
        /** @description Stripe's signature of the body. */
        StripeSignature: string;
    };
    requestBodies: never;
    headers: {
        /** @description The id of the request, for questions to support. */
        ApigwRequestid: string;
        /** @description The version of the answered resource, in quotes. A change sends it as `If-Match`. */
        ETag: string;
        /** @description The version of the answered resource, in quotes. A change sends it as `If-Match`. */
        OptionalETag: string;
        /** @description The path of the new resource. */
        Location: string;
        /** @description RFC 8288. The next page, as `<path>; rel="next"`; the last page has none. */
        OptionalLink: string;
        /** @description The name for a file. */
        ContentDisposition: string;
        /** @description `true` when an earlier request did the work, and this one only answers it. */
        OptionalIdempotentReplayed: "true";
        /** @description RFC 7240. The `wait` that was applied. */
        OptionalPreferenceApplied: string;
        /** @description Seconds after which the request may be repeated. */
        OptionalRetryAfter: number;
        /** @description RFC 9110. How to sign in: `Bearer`. */
        WWWAuthenticate: string;
        /** @description The methods that the path has. */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "catalog.listProducts": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only products of this category and of those below it. */
                category?: string;
                /** @description Only products of this seller. */
                seller?: string;
                /** @description Only products of this status. For admins and sellers. */
                status?: components["schemas"]["ProductStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.createProduct": {
        parameters: {
            query?: never;
            header?: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description A product to be created: at most 48 KB as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductInput"];
            };
        };
        responses: {
            /** @description An article of the shop, with its variants. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `catalog.sku_taken`: Another product has one of the SKUs. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.sku_taken";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `catalog.unknown_category`: There is no such category.
             *     - `catalog.foreign_currency`: A price is not in the shop's currency.
             *     - `catalog.change_too_large`: The change affects too many SKUs and categories at once: make it in several steps.
             *     - `request.idempotency_key_reused`: The Idempotency-Key was used for another request.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.unknown_category" | "catalog.foreign_currency" | "catalog.change_too_large" | "request.idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.getProduct": {
        parameters: {
            query?: {
                /** @description Further data in the same answer, separated by commas. */
                include?: "stock"[];
            };
            header?: never;
            path: {
                /** @description The id of the product. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A product, with its stock if it was requested. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductWithStock"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.updateProduct": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the product. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The whole product. A member that is left out is removed, except the status, which stays. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductChange"];
            };
        };
        responses: {
            /** @description An article of the shop, with its variants. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `catalog.sku_taken`: Another product has one of the SKUs. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.sku_taken";
                    };
                };
            };
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `catalog.unknown_category`: There is no such category.
             *     - `catalog.foreign_currency`: A price is not in the shop's currency.
             *     - `catalog.change_too_large`: The change affects too many SKUs and categories at once: make it in several steps.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.unknown_category" | "catalog.foreign_currency" | "catalog.change_too_large";
                    };
                };
            };
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.archiveProduct": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the product. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An article of the shop, with its variants. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.importProducts": {
        parameters: {
            query?: {
                /** @description The treatment of a file with errors. Default: `stop`. */
                onError?: components["schemas"]["OnError"];
            };
            header?: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The file. */
        requestBody: {
            content: {
                "text/csv": string;
                "application/jsonl": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The import of a file of products. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductImport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.getImport": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the import. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The progress of an import, with a page of its errors. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportProgress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.exportProducts": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description The format of the file. Default: CSV. */
                format?: components["schemas"]["FileFormat"];
                /** @description Only products of this status. Default: active. */
                status?: components["schemas"]["ProductStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    Link: components["headers"]["OptionalLink"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/jsonl": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.listCategories": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.createCategory": {
        parameters: {
            query?: never;
            header?: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The whole category. A member that is left out is removed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryInput"];
            };
        };
        responses: {
            /** @description A node of the tree that products are sorted into. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /**
             * @description - `catalog.category_cycle`: A category cannot be below itself.
             *     - `catalog.too_many_categories`: A shop has at most 1,000 categories.
             */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.category_cycle" | "catalog.too_many_categories";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `catalog.unknown_category`: There is no such category.
             *     - `catalog.category_too_deep`: The tree of categories has at most 8 levels.
             *     - `request.idempotency_key_reused`: The Idempotency-Key was used for another request.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.unknown_category" | "catalog.category_too_deep" | "request.idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.getCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the category. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A node of the tree that products are sorted into. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.updateCategory": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the category. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The whole category. A member that is left out is removed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryInput"];
            };
        };
        responses: {
            /** @description A node of the tree that products are sorted into. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /**
             * @description - `catalog.category_cycle`: A category cannot be below itself.
             *     - `catalog.too_many_categories`: A shop has at most 1,000 categories.
             */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.category_cycle" | "catalog.too_many_categories";
                    };
                };
            };
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `catalog.unknown_category`: There is no such category.
             *     - `catalog.category_too_deep`: The tree of categories has at most 8 levels.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.unknown_category" | "catalog.category_too_deep";
                    };
                };
            };
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.deleteCategory": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the category. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `catalog.category_not_empty`: The category has products, or categories below it. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "catalog.category_not_empty";
                    };
                };
            };
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "catalog.listCategoryProducts": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the category. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.getStock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The SKU. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stock as the caller may see it. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["OptionalETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stock"] | components["schemas"]["Availability"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.changeStock": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description The SKU. */
                sku: string;
            };
            cookie?: never;
        };
        /** @description Either a count or a difference. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockChange"];
            };
        };
        responses: {
            /** @description The stock of a SKU, as admins see it. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stock"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /**
             * @description - `inventory.below_committed`: There would be fewer pieces than orders have held or bought.
             *     - `inventory.too_many_pieces`: There would be more than 10,000,000 pieces.
             *     - `inventory.fewer_shards`: The number of parts that a stock is spread over cannot fall.
             */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "inventory.below_committed" | "inventory.too_many_pieces" | "inventory.fewer_shards";
                    };
                };
            };
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `inventory.unknown_warehouse`: There is no such warehouse.
             *     - `inventory.idempotency_key_reused`: The Idempotency-Key was used with another body.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "inventory.unknown_warehouse" | "inventory.idempotency_key_reused";
                    };
                };
            };
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.listMovements": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The SKU. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockMovementPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.importStock": {
        parameters: {
            query?: {
                /** @description The treatment of a file with errors. Default: `stop`. */
                onError?: components["schemas"]["OnError"];
                /** @description Reports every change and every error, and changes no stock. */
                dryRun?: boolean;
            };
            header?: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The file. */
        requestBody: {
            content: {
                "text/csv": string;
                "application/jsonl": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The import of a file of stock. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockImport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.getStockImport": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the import. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The progress of an import of stock, with a page of its errors. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockImportProgress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "inventory.listStockImportChanges": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the import. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockImportChangePage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.createCart": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A cart with the token that opens it. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartWithToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.getCart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items that a buyer wants, at current prices. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.emptyCart": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.addItem": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description An item to add. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartItemInput"];
            };
        };
        responses: {
            /** @description The items that a buyer wants, at current prices. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `cart.unknown_sku`: Nothing is sold under this SKU.
             *     - `cart.too_many_lines`: A cart holds at most 40 different items.
             *     - `cart.quantity_too_large`: A cart holds at most 999 pieces of an item.
             *     - `request.idempotency_key_reused`: The Idempotency-Key was used for another request.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "cart.unknown_sku" | "cart.too_many_lines" | "cart.quantity_too_large" | "request.idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.changeItem": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description The SKU of an item in the cart. */
                sku: string;
            };
            cookie?: never;
        };
        /** @description The new quantity. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuantityChange"];
            };
        };
        responses: {
            /** @description The items that a buyer wants, at current prices. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `cart.unknown_sku`: Nothing is sold under this SKU.
             *     - `request.idempotency_key_reused`: The Idempotency-Key was used for another request.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "cart.unknown_sku" | "request.idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.removeItem": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match"?: components["parameters"]["OptionalIfMatch"];
            };
            path: {
                /** @description The SKU of an item in the cart. */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items that a buyer wants, at current prices. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "cart.mergeCart": {
        parameters: {
            query?: never;
            header: {
                /** @description The token of a guest cart, from `POST /v1/carts`. */
                "X-Cart-Token": components["parameters"]["XCartToken"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A cart after a merge, and the result for each item of the guest. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartMerge"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            /** @description `cart.checkout_in_progress`: An order of one of the carts is in progress. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "cart.checkout_in_progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "orders.listOrders": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only orders of this status. For admins. */
                status?: components["schemas"]["OrderStatus"];
                /** @description The first day, such as 2026-01-31: 30 days before the last unless given. For admins. */
                from?: string;
                /** @description The last day: today unless given. For admins. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "checkout.placeOrder": {
        parameters: {
            query?: never;
            header: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
                /** @description RFC 7240. `wait=10` waits up to so many seconds for the order to end; 15 at most. */
                Prefer?: components["parameters"]["OptionalPrefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The data that an order needs beside the cart. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Checkout"];
            };
        };
        responses: {
            /** @description The order has ended within the time that `Prefer` named: it is confirmed or rejected. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    "Preference-Applied": components["headers"]["OptionalPreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The order is placed. `status` and `paymentStatus` say whether it is decided, and whether its payment waits for the buyer. The answer to a repeated key may be an order that is decided already. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["OptionalIdempotentReplayed"];
                    "Preference-Applied": components["headers"]["OptionalPreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            /**
             * @description - `orders.checkout_in_progress`: An order of this cart is in progress.
             *     - `orders.item_unavailable`: An item of the cart is no longer sold.
             *     - `orders.total_changed`: The total has changed since it was shown.
             */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "orders.checkout_in_progress" | "orders.item_unavailable" | "orders.total_changed";
                        /** @description The SKUs that are no longer sold. */
                        skus?: string[];
                        /** @description The sums of the cart now. */
                        totals?: components["schemas"]["Totals"];
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `orders.idempotency_key_reused`: The Idempotency-Key was used with another body.
             *     - `orders.cart_empty`: There is nothing in the cart.
             *     - `orders.total_too_large`: The total is more than one payment can be.
             *     - `payments.amount_not_chargeable`: The total cannot be charged exactly: cards know no such fraction.
             *     - `payments.amount_too_small`: The total is less than a card can be charged.
             *     - `payments.amount_too_large`: The total is more than a card can be charged.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "orders.idempotency_key_reused" | "orders.cart_empty" | "orders.total_too_large" | "payments.amount_not_chargeable" | "payments.amount_too_small" | "payments.amount_too_large";
                        /** @description The sums of the cart. */
                        totals?: components["schemas"]["Totals"];
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "orders.getOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items that a buyer has bought, and their progress. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "orders.getOrderStatus": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states of an order. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderProgress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "orders.cancelOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items that a buyer has bought, and their progress. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `orders.not_cancellable`: The order can no longer be cancelled. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "orders.not_cancellable";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "orders.listOrderEvents": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the order. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderEventPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "payments.stripeWebhook": {
        parameters: {
            query?: never;
            header: {
                /** @description Stripe's signature of the body. */
                "Stripe-Signature": components["parameters"]["StripeSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event is received. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /**
             * @description - `request.invalid`: The request has mistakes: `errors` names each.
             *     - `payments.invalid_signature`: The Stripe-Signature is missing, wrong, or too old.
             *     - `payments.invalid_webhook`: The body is not an event of Stripe.
             */
            400: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "request.invalid" | "payments.invalid_signature" | "payments.invalid_webhook";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.register": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description A request for an account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Accepted. The answer is the same whether or not there is such an account. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.resendCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description An address, with or without an account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountEmail"];
            };
        };
        responses: {
            /** @description Accepted. The answer is the same whether or not there is such an account. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.confirm": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The proof that an address is its owner’s. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `users.invalid_code`: The code is wrong, has expired, or is not for this address. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.invalid_code";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.login": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Email and password. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The tokens of a signed-in user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The password is right. The second factor of the user is on, so a code is needed, too. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInChallenge"];
                };
            };
            400: components["responses"]["Invalid"];
            /**
             * @description - `request.unauthenticated`: The access token, cart token or API key is missing, invalid or expired.
             *     - `users.invalid_credentials`: The email or the password is wrong.
             */
            401: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "request.unauthenticated" | "users.invalid_credentials";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `request.too_many_requests`: There were too many requests: wait as Retry-After says.
             *     - `users.too_many_attempts`: There were too many attempts to sign in to this account: wait a while.
             */
            429: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    "Retry-After": components["headers"]["OptionalRetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "request.too_many_requests" | "users.too_many_attempts";
                    };
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.loginWithCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The answer to the challenge of a sign-in. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInCode"];
            };
        };
        responses: {
            /** @description The tokens of a signed-in user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Invalid"];
            /**
             * @description - `request.unauthenticated`: The access token, cart token or API key is missing, invalid or expired.
             *     - `users.invalid_mfa_code`: The code is wrong, was used before, or its sign-in has ended.
             */
            401: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "request.unauthenticated" | "users.invalid_mfa_code";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.refresh": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description A refresh token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description The tokens of a signed-in user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Invalid"];
            /**
             * @description - `request.unauthenticated`: The access token, cart token or API key is missing, invalid or expired.
             *     - `users.invalid_refresh_token`: The refresh token is invalid, has expired, or was revoked.
             */
            401: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "request.unauthenticated" | "users.invalid_refresh_token";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A refresh token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.changePassword": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The current password and the new one. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `users.wrong_password`: The current password is wrong. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.wrong_password";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.forgotPassword": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description An address, with or without an account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountEmail"];
            };
        };
        responses: {
            /** @description Accepted. The answer is the same whether or not there is such an account. */
            202: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.resetPassword": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The mailed code and the new password. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `users.invalid_code`: The code is wrong, has expired, or is not for this address. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.invalid_code";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.getMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of a second factor. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.beginMfa": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The password of the account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CurrentPassword"];
            };
        };
        responses: {
            /** @description The secret of a second factor (TOTP, RFC 6238). */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            /** @description `users.mfa_is_on`: The second factor is on already. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.mfa_is_on";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `users.wrong_password`: The current password is wrong. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.wrong_password";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.confirmMfa": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The password of the account and a code of the authenticator app. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorProof"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `users.wrong_password`: The current password is wrong.
             *     - `users.invalid_mfa_code`: The code is wrong, was used before, or its sign-in has ended.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.wrong_password" | "users.invalid_mfa_code";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.endMfa": {
        parameters: {
            query?: never;
            header?: {
                /** @description A partner's key, which raises the limits of its program. */
                "X-Api-Key"?: components["parameters"]["OptionalXApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The password of the account and a code of the authenticator app. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorProof"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `users.wrong_password`: The current password is wrong.
             *     - `users.invalid_mfa_code`: The code is wrong, was used before, or its sign-in has ended.
             */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.wrong_password" | "users.invalid_mfa_code";
                    };
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.getUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A person with an account. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.changeUser": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The whole profile. A member that is left out is removed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileInput"];
            };
        };
        responses: {
            /** @description A person with an account. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.eraseUser": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is left of an erased user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `users.last_admin`: The user is the last admin. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.last_admin";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.setRoles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The new roles of a user. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesInput"];
            };
        };
        responses: {
            /** @description The roles of a user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roles"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            /** @description `users.last_admin`: The user is the last admin. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.last_admin";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.getPreferences": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences of a user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.changePreferences": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The new preferences, all of them. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesInput"];
            };
        };
        responses: {
            /** @description The preferences of a user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.exportUser": {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that the shop holds about a user. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserExport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.listAddresses": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.addAddress": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
            };
            cookie?: never;
        };
        /** @description An address to save. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedAddressInput"];
            };
        };
        responses: {
            /** @description An address of an address book. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedAddress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `users.too_many_addresses`: An address book holds at most 50 addresses. */
            422: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "users.too_many_addresses";
                    };
                };
            };
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.changeAddress": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
                /** @description The id of the address. */
                addressId: string;
            };
            cookie?: never;
        };
        /** @description An address to save. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedAddressInput"];
            };
        };
        responses: {
            /** @description An address of an address book. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedAddress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "users.removeAddress": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the user; `me` is the caller. */
                id: string;
                /** @description The id of the address. */
                addressId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["MfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "partners.listApiKeys": {
        parameters: {
            query?: {
                /** @description The most items that the page may have. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a list. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "partners.createApiKey": {
        parameters: {
            query?: never;
            header?: {
                /** @description A key of your choice, the same for each retry. 1 to 255 visible ASCII characters. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description A key to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description A key with its secret. */
            201: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            /** @description `partners.key_issued_before`: An earlier request with this Idempotency-Key created a key. It is shown only once. */
            409: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /**
                         * @description Stable, for programs.
                         * @enum {string}
                         */
                        code: "partners.key_issued_before";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "partners.deleteApiKey": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["UnauthenticatedAtGateway"];
            403: components["responses"]["ForbiddenOrMfaEnrolmentRequired"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "edge.health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the API. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "edge.openApi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This API as OpenAPI 3.1. */
            200: {
                headers: {
                    "Apigw-Requestid": components["headers"]["ApigwRequestid"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequestsAtGateway"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
