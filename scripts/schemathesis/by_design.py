"""The findings of `npm run schemathesis` that are meant to be so, each with its reason."""

import re

import schemathesis
from hypothesis import strategies as st

# The shop takes the addresses that mail services give out. RFC 5322 allows more.
schemathesis.openapi.format(
    "email",
    st.from_regex(r"[a-z0-9]{1,20}([._+-][a-z0-9]{1,10})?@[a-z0-9]{1,20}\.example\.(com|org)", fullmatch=True),
)


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def lines(_context, value):
    """A file is sent as it is: the document calls it a text."""
    return {"data": value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")}


# The place of a mistake, and why a value that fits its schema may be refused there.
RULES_BEYOND_SCHEMAS = {
    r"#/query/cursor": "Only a list itself makes its cursors.",
    r"#/(newPassword|password)": "The description tells the rules of passwords: many engines read no such pattern.",
    r"#/headers/idempotency-key": "A change of stock needs the key, a new count does not.",
    r"#/headers/if-match": "An entity tag of RFC 9110 needs no pattern of ours.",
    r"#/(.+/)?(country|currency|locale)": "Lists of codes change: the descriptions name the standards.",
    r"#/(.+/)?postalCode": "Each country has its own form.",
    r"#/(.+/)?(shippingMethod|reason|name|line1|line2|city|region|phone|title|taxClass|description)": (
        "Text needs something to see, by classes of characters that not every engine knows."
    ),
    r"#/images/\d+": "An image is at a public host, and its normal form is what counts.",
    r"#": "A file for an import is not empty.",
    r"#/(channels|roles)(/\d+)?|#/categoryIds/\d+|#/variants/\d+/sku": "Each may be listed once.",
    r"#/(variants/\d+/)?attributes(/.*)?": "The description tells how long a name may be.",
    r"#/query/(status|from|to|seller|category)": "Some filters are for admins only, and one needs a known category.",
}


def is_rule_beyond_schemas(failure, response, _case):
    mistakes = response.json().get("errors", []) if failure.code == "ST202" and response.status_code == 400 else []
    pointers = [mistake["pointer"] for mistake in mistakes]
    return bool(pointers) and all(
        any(re.fullmatch(place, pointer) for place in RULES_BEYOND_SCHEMAS) for pointer in pointers
    )


def is_unsigned_webhook(failure, response, _case):
    """Only Stripe can sign a webhook."""
    return failure.code == "ST202" and b"payments.invalid_signature" in response.content


def is_sibling_of_a_parameter(failure, _response, _case):
    """`/users/login` has the methods of `/users/{id}` too: API Gateway takes the name for an id."""
    is_one = failure.code == "ST205" and re.search(r"/v1/(users|products)/[a-z]+$", failure.operation or "")
    return bool(is_one) and not failure.missing_methods


def is_refused_by_the_server(_failure, response, _case):
    """A server refuses lines and headers of more than 16 KB before it looks for a route."""
    return response.status_code == 431


def is_file(failure, _response, case):
    """Whatever is sent is the text of a file: the import tells later what is wrong in it."""
    return failure.code == "ST201" and case.media_type in ("text/csv", "application/jsonl", "application/x-ndjson")


BY_DESIGN = [
    is_rule_beyond_schemas,
    is_unsigned_webhook,
    is_sibling_of_a_parameter,
    is_refused_by_the_server,
    is_file,
]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    return not any(is_meant(failure, response, case) for is_meant in BY_DESIGN)
