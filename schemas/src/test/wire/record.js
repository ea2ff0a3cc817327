// Records what Confluent's own serializer writes: node record.js > ../resources/wire/confluent.json
// after: npm install --ignore-scripts @confluentinc/schemaregistry@1.10.1
// The registry is the client's mock. Schemas are registered as the 300th and following ones, so that ids take two bytes.
const fs = require('fs');
const path = require('path');
const { SchemaRegistryClient, AvroSerializer, SerdeType } = require('@confluentinc/schemaregistry');

const writer = require('@confluentinc/schemaregistry/package.json');
const baseline = path.join(__dirname, '..', 'resources', 'baseline', 'v1');
const kiln = (name) => JSON.parse(fs.readFileSync(path.join(baseline, name + '.avsc'), 'utf8'));

const everything = {
  type: 'record', name: 'Everything', namespace: 'wire', fields: [
    { name: 'boolean', type: 'boolean' },
    { name: 'int', type: 'int' },
    { name: 'long', type: 'long' },
    { name: 'float', type: 'float' },
    { name: 'double', type: 'double' },
    { name: 'string', type: 'string' },
    { name: 'bytes', type: 'bytes' },
    { name: 'colour', type: { type: 'enum', name: 'Colour', symbols: ['RED', 'BLUE'] } },
    { name: 'four', type: { type: 'fixed', name: 'Four', size: 4 } },
    { name: 'list', type: { type: 'array', items: 'int' } },
    { name: 'map', type: { type: 'map', values: 'double' } },
    { name: 'nothing', type: ['null', 'string'] },
    { name: 'something', type: ['null', 'string'] },
    { name: 'inner', type: { type: 'record', name: 'Inner', fields: [{ name: 'x', type: 'int' }] } },
  ],
};

const records = [
  ['request', kiln('GenerationRequest'), {
    generator: 'digits-ddpm', version: null, prompt: 'Größe', label: 7, vector: [0.5, -1.25],
    image: Buffer.from([0x89, 0x50, 0x4e, 0x47]), row: { age: { long: 41 } }, count: 3, seed: 1234567890123,
    steps: 20, guidance: 2.5, deadlineMs: 60000, priority: -2, requestId: 'r-1',
  }],
  ['sample', kiln('GeneratedSample'), {
    requestId: 'r-1', generator: 'digits-ddpm', version: '1', hash: 'ab', index: 1, count: 3, seed: -1234567890123456,
    sampler: 'ddim', steps: 20, guidance: 2.5, label: '7', encoding: 'raw', dtype: 'float32', shape: [1, 2, 2],
    data: Buffer.from([0, 1, 254, 255]), networkCalls: 20,
    timings: { queuedMicros: 1, computeMicros: 2000, encodeMicros: 3, totalMicros: 2004 },
    origin: { topic: 'generation-requests', partition: 3, offset: 41, timestamp: 1700000000123 },
  }],
  ['everything', everything, {
    boolean: true, int: -70000, long: 1234567890123, float: 0.5, double: -1e300, string: 'Größe', bytes: Buffer.from([0, 255]),
    colour: 'BLUE', four: Buffer.from([1, 2, 3, 4]), list: [1, -1, 300], map: { pi: 3.25 }, nothing: null, something: 's',
    inner: { x: 64 },
  }],
  ['text', { type: 'string' }, 'hi'],
];

async function main() {
  const client = SchemaRegistryClient.newClient({ baseURLs: ['mock://wire'], cacheCapacity: 2000 });
  for (let i = 0; i < 299; i++) {
    await client.register('filler-' + i, {
      schemaType: 'AVRO', schema: JSON.stringify({ type: 'record', name: 'Filler' + i, fields: [] }),
    });
  }
  const recorded = [];
  for (const [name, schema, value] of records) {
    const id = await client.register(name + '-value', { schemaType: 'AVRO', schema: JSON.stringify(schema) });
    const serializer = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true });
    const bytes = await serializer.serialize(name, value);
    recorded.push({ name, id, schema, hex: bytes.toString('hex') });
  }
  console.log(JSON.stringify({ writer: writer.name + ' ' + writer.version, records: recorded }, null, 1));
}

main().catch((e) => { console.error(e); process.exit(1); });
