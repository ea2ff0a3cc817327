package dev.kiln.connect.sample;

import dev.kiln.connect.config.Valid;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns the samples of one generator into values of records. Safe for many threads. */
public final class SampleValues {

  private final GeneratorCard card;
  private final Layout layout;
  private final Encoding encoding;
  private final Schema schema;

  /**
   * @param layout what the value is
   * @param encoding what its bytes hold, where it has any
   * @throws IllegalArgumentException in one sentence, if they do not suit the generator's samples
   */
  public SampleValues(GeneratorCard card, Layout layout, Encoding encoding) {
    this.card = card;
    this.layout = layout.of(card.sample().kind());
    this.encoding = encoding.of(card.sample().kind());
    this.schema =
        switch (this.layout) {
          case ROW -> RowSchema.of(card);
          case BYTES -> Schema.BYTES_SCHEMA;
          case SAMPLE, AUTO -> SampleSchema.SCHEMA;
        };
  }

  /** The schema of all values. */
  public Schema schema() {
    return schema;
  }

  /**
   * The value of a sample.
   *
   * @param id what the request is called in the value
   * @param spec the request, which asked for one sample
   * @param generated what came of it
   */
  public Object value(String id, GenerationSpec spec, Generated generated) {
    FloatTensor sample = generated.samples().get(0);
    return switch (layout) {
      case ROW -> RowSchema.struct(schema, row(spec, sample));
      case BYTES -> encoding.encode(sample, card.sample(), spec.row());
      case SAMPLE, AUTO -> struct(id, spec, generated.provenance(), sample);
    };
  }

  /** A sample of a table as its columns. */
  public Map<String, @Nullable Object> row(GenerationSpec spec, FloatTensor sample) {
    return RowCodec.of(card.sample()).decode(sample, spec.row());
  }

  private Struct struct(String id, GenerationSpec spec, Provenance made, FloatTensor sample) {
    return new Struct(schema)
        .put(SampleSchema.REQUEST_ID, id)
        .put(SampleSchema.GENERATOR, made.generator())
        .put(SampleSchema.VERSION, made.version())
        .put(SampleSchema.HASH, made.hash())
        .put(SampleSchema.INDEX, 0)
        .put(SampleSchema.COUNT, 1)
        .put(SampleSchema.SEED, made.seed())
        .put(SampleSchema.SAMPLER, made.sampler())
        .put(SampleSchema.STEPS, made.steps())
        .put(SampleSchema.GUIDANCE, made.guidance())
        .put(SampleSchema.LABEL, spec.conditions().get("label"))
        .put(SampleSchema.PROMPT, spec.conditions().get("prompt"))
        .put(SampleSchema.ENCODING, Valid.spelling(encoding))
        .put(SampleSchema.DTYPE, encoding.dtype())
        .put(SampleSchema.SHAPE, encoding.shape(card.sample()))
        .put(
            SampleSchema.DATA, ByteBuffer.wrap(encoding.encode(sample, card.sample(), spec.row())));
  }
}
