package dev.kiln.connect.sample;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Samples as structs: the field names, types and meanings of Kiln's GeneratedSample
 * (docs/schemas.md), without what only the streaming app knows (timings, networkCalls and origin).
 */
public final class SampleSchema {

  public static final String REQUEST_ID = "requestId";
  public static final String GENERATOR = "generator";
  public static final String VERSION = "version";
  public static final String HASH = "hash";
  public static final String INDEX = "index";
  public static final String COUNT = "count";
  public static final String SEED = "seed";
  public static final String SAMPLER = "sampler";
  public static final String STEPS = "steps";
  public static final String GUIDANCE = "guidance";
  public static final String LABEL = "label";
  public static final String PROMPT = "prompt";
  public static final String ENCODING = "encoding";
  public static final String DTYPE = "dtype";
  public static final String SHAPE = "shape";
  public static final String DATA = "data";

  /** The schema itself. */
  public static final Schema SCHEMA =
      SchemaBuilder.struct()
          .name("dev.kiln.connect.Sample")
          .version(1)
          .doc("A generated sample; the fields are those of GeneratedSample.")
          .field(REQUEST_ID, Schema.STRING_SCHEMA)
          .field(GENERATOR, Schema.STRING_SCHEMA)
          .field(VERSION, Schema.STRING_SCHEMA)
          .field(HASH, Schema.STRING_SCHEMA)
          .field(INDEX, Schema.INT32_SCHEMA)
          .field(COUNT, Schema.INT32_SCHEMA)
          .field(SEED, Schema.INT64_SCHEMA)
          .field(SAMPLER, Schema.STRING_SCHEMA)
          .field(STEPS, Schema.INT32_SCHEMA)
          .field(GUIDANCE, Schema.OPTIONAL_FLOAT64_SCHEMA)
          .field(LABEL, Schema.OPTIONAL_STRING_SCHEMA)
          .field(PROMPT, Schema.OPTIONAL_STRING_SCHEMA)
          .field(ENCODING, Schema.STRING_SCHEMA)
          .field(DTYPE, Schema.STRING_SCHEMA)
          .field(SHAPE, SchemaBuilder.array(Schema.INT32_SCHEMA).build())
          .field(DATA, Schema.BYTES_SCHEMA)
          .build();

  private SampleSchema() {}
}
