/** What the local shop sells at first. Prices are in cents. */

export interface SeedProduct {
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  /** The name of its category. */
  readonly category: string;
  readonly price: number;
  readonly compareAtPrice?: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly variants?: readonly SeedVariant[];
  /** Of the product; with variants, of each. */
  readonly stock: number;
}

export interface SeedVariant {
  readonly sku: string;
  readonly title: string;
  readonly price?: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SeedCategory {
  readonly name: string;
  readonly description: string;
}

export const SEED_CATEGORIES: readonly SeedCategory[] = [
  { name: 'Coffee & Tea', description: 'Beans, leaves and what they are brewed with.' },
  { name: 'Kitchen', description: 'Tools that last, for everyday cooking.' },
  { name: 'Home Textiles', description: 'Linen, wool and cotton for table, bed and bath.' },
  { name: 'Clothing', description: 'Simple pieces from natural fibres.' },
  { name: 'Stationery', description: 'Paper, pens and desk things.' },
];

const sizes = (sku: string, names: readonly string[]): SeedVariant[] =>
  names.map((size) => ({ sku: `${sku}-${size.toLowerCase()}`, title: size, attributes: { size } }));

export const SEED_PRODUCTS: readonly SeedProduct[] = [
  {
    sku: 'coffee-yirgacheffe-250',
    title: 'Yirgacheffe Coffee Beans, 250 g',
    description: 'Washed Ethiopian arabica, light roast: jasmine, bergamot and a clean lemon finish.',
    category: 'Coffee & Tea',
    price: 1290,
    attributes: { origin: 'Ethiopia', roast: 'light' },
    stock: 120,
  },
  {
    sku: 'coffee-house-1000',
    title: 'House Espresso, 1 kg',
    description: 'A dark blend from Brazil and India for espresso machines and moka pots.',
    category: 'Coffee & Tea',
    price: 2490,
    compareAtPrice: 2790,
    attributes: { origin: 'Brazil, India', roast: 'dark' },
    stock: 80,
  },
  {
    sku: 'tea-darjeeling-100',
    title: 'Darjeeling First Flush, 100 g',
    description: 'Spring harvest black tea with a floral, slightly astringent cup.',
    category: 'Coffee & Tea',
    price: 1450,
    attributes: { origin: 'India', kind: 'black' },
    stock: 60,
  },
  {
    sku: 'dripper-ceramic',
    title: 'Ceramic Coffee Dripper',
    description: 'Cone dripper for one to four cups, takes size 2 paper filters.',
    category: 'Coffee & Tea',
    price: 2450,
    attributes: { material: 'ceramic', color: 'white' },
    stock: 45,
  },
  {
    sku: 'kettle-gooseneck',
    title: 'Gooseneck Kettle, 0.9 l',
    description: 'Stovetop kettle with a thin spout for a slow, even pour.',
    category: 'Coffee & Tea',
    price: 4990,
    attributes: { material: 'stainless steel' },
    stock: 25,
  },
  {
    sku: 'pan-iron-24',
    title: 'Cast Iron Pan, 24 cm',
    description: 'Seasoned with linseed oil, works on every hob including induction, and in the oven.',
    category: 'Kitchen',
    price: 5900,
    attributes: { material: 'cast iron', diameter: '24 cm' },
    stock: 30,
  },
  {
    sku: 'knife-chef-20',
    title: "Chef's Knife, 20 cm",
    description: 'Forged carbon steel blade, walnut handle. Wash by hand and dry at once.',
    category: 'Kitchen',
    price: 8900,
    compareAtPrice: 9900,
    attributes: { material: 'carbon steel', handle: 'walnut' },
    stock: 18,
  },
  {
    sku: 'board-oak',
    title: 'Oak Cutting Board',
    description: 'End-grain oak, 40 × 28 cm, oiled, with a juice groove on one side.',
    category: 'Kitchen',
    price: 4500,
    attributes: { material: 'oak' },
    stock: 40,
  },
  {
    sku: 'spoon-olive',
    title: 'Olive Wood Spoon',
    description: 'Carved from one piece; every grain is different.',
    category: 'Kitchen',
    price: 990,
    attributes: { material: 'olive wood', length: '30 cm' },
    stock: 200,
  },
  {
    sku: 'jar-fermenting-2l',
    title: 'Fermenting Jar, 2 l',
    description: 'Glass jar with an airlock and stone weights for kraut and kimchi.',
    category: 'Kitchen',
    price: 2790,
    attributes: { material: 'glass', volume: '2 l' },
    stock: 35,
  },
  {
    sku: 'towel-linen-kitchen',
    title: 'Linen Kitchen Towels, Set of 3',
    description: 'Stonewashed European linen that dries glasses without fluff.',
    category: 'Home Textiles',
    price: 2950,
    attributes: { material: 'linen', color: 'natural' },
    stock: 70,
  },
  {
    sku: 'blanket-wool',
    title: 'Lambswool Blanket',
    description: 'Woven in a herringbone pattern, 130 × 180 cm, with short fringes.',
    category: 'Home Textiles',
    price: 11900,
    compareAtPrice: 13900,
    attributes: { material: 'wool', color: 'grey' },
    stock: 15,
  },
  {
    sku: 'towel-bath-cotton',
    title: 'Waffle Bath Towel',
    description: 'Light, quick to dry, organic cotton, 70 × 140 cm.',
    category: 'Home Textiles',
    price: 3490,
    attributes: { material: 'organic cotton' },
    variants: [
      { sku: 'towel-bath-cotton-sand', title: 'Sand', attributes: { color: 'sand' } },
      { sku: 'towel-bath-cotton-indigo', title: 'Indigo', attributes: { color: 'indigo' } },
    ],
    stock: 40,
  },
  {
    sku: 'shirt-linen',
    title: 'Linen Shirt',
    description: 'Relaxed cut, mother-of-pearl buttons, garment-dyed.',
    category: 'Clothing',
    price: 7900,
    attributes: { material: 'linen', color: 'sage' },
    variants: sizes('shirt-linen', ['S', 'M', 'L', 'XL']),
    stock: 20,
  },
  {
    sku: 'tee-organic',
    title: 'Organic Cotton T-Shirt',
    description: 'Heavy jersey, 220 g/m², ribbed collar that keeps its shape.',
    category: 'Clothing',
    price: 2900,
    attributes: { material: 'organic cotton', color: 'off-white' },
    variants: sizes('tee-organic', ['S', 'M', 'L']),
    stock: 50,
  },
  {
    sku: 'socks-merino',
    title: 'Merino Socks',
    description: 'Fine merino with reinforced heel and toe.',
    category: 'Clothing',
    price: 1690,
    attributes: { material: 'merino wool' },
    variants: [
      { sku: 'socks-merino-36-40', title: '36–40', attributes: { size: '36–40' } },
      { sku: 'socks-merino-41-46', title: '41–46', price: 1790, attributes: { size: '41–46' } },
    ],
    stock: 90,
  },
  {
    sku: 'notebook-a5-dotted',
    title: 'Dotted Notebook, A5',
    description: '192 numbered pages of 100 g paper that takes fountain pens, thread-bound.',
    category: 'Stationery',
    price: 1850,
    attributes: { format: 'A5', ruling: 'dotted' },
    stock: 150,
  },
  {
    sku: 'pen-fountain-m',
    title: 'Fountain Pen',
    description: 'Brushed aluminium body, steel nib, takes cartridges or a converter.',
    category: 'Stationery',
    price: 3900,
    attributes: { nib: 'M', color: 'graphite' },
    stock: 38,
  },
  {
    sku: 'ink-blue-black-50',
    title: 'Blue-Black Ink, 50 ml',
    description: 'Water-resistant once dry; shades from petrol to night blue.',
    category: 'Stationery',
    price: 1290,
    attributes: { color: 'blue-black', volume: '50 ml' },
    stock: 64,
  },
  {
    sku: 'lamp-desk-brass',
    title: 'Brass Desk Lamp',
    description: 'Hand-finished, with two joints and a fabric cord. The last one of its series.',
    category: 'Stationery',
    price: 14900,
    attributes: { material: 'brass' },
    stock: 1,
  },
];
