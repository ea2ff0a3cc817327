package dev.kiln.connect.sample;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.output.RowJson;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the data of a sample holds, spelt as in Kiln's GeneratedSample. */
public enum Encoding {
  /** PNG for pictures, JSON for rows, raw for everything else. */
  AUTO,
  /** The tensor's values, 32-bit floats, little-endian, row-major. */
  RAW,
  /** A picture file. */
  PNG,
  /** A row as a JSON object. */
  JSON;

  /**
   * What AUTO means for a kind of sample.
   *
   * @throws IllegalArgumentException in one sentence, if such samples cannot be encoded so
   */
  public Encoding of(SampleKind kind) {
    if (this == AUTO) {
      return switch (kind) {
        case IMAGE -> PNG;
        case ROW -> JSON;
        case VECTOR -> RAW;
      };
    }
    if ((this == PNG && kind != SampleKind.IMAGE) || (this == JSON && kind != SampleKind.ROW)) {
      throw new IllegalArgumentException(
          (this == PNG ? "png is for pictures" : "json is for rows")
              + ", these samples are of kind "
              + kind);
    }
    return this;
  }

  /**
   * The bytes of a sample; not for AUTO.
   *
   * @param given the columns that were asked for, which a row keeps to the letter
   */
  byte[] encode(
      FloatTensor sample, SampleSpec spec, Map<String, ? extends @Nullable Object> given) {
    return switch (this) {
      case RAW -> sample.toBytes();
      case PNG -> PngEncoder.encode(sample, spec);
      case JSON ->
          RowJson.write(RowCodec.of(spec).decode(sample, given)).getBytes(StandardCharsets.UTF_8);
      case AUTO -> throw new IllegalStateException("AUTO has to become another encoding first");
    };
  }

  /** The element type of what the bytes hold, as GeneratedSample names it. */
  String dtype() {
    return switch (this) {
      case PNG -> "uint8";
      case JSON -> "json";
      case RAW, AUTO -> "float32";
    };
  }

  /** The shape of what the bytes hold. */
  List<Integer> shape(SampleSpec spec) {
    return this == JSON ? List.of(spec.columns().size()) : spec.shape().dims();
  }
}
