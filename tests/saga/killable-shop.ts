/**
 * A shop in a process of its own, which a test can kill. Its one argument is the options as JSON.
 * It sends its outputs to its parent once it is ready.
 */
import { startShop } from '../../local/shop/start.ts';

const shop = await startShop(JSON.parse(process.argv[2] ?? '{}'));
process.send?.(shop.outputs);
