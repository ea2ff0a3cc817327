package dev.kiln.connect.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.output.NpyEncoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples as what files hold. Pure functions; a sample that a format cannot hold is an {@link
 * IllegalArgumentException} of one sentence.
 */
final class FileBytes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FileBytes() {}

  /** A file with one sample. */
  static byte[] file(FileFormat format, Sample sample) {
    return switch (format) {
      case PNG -> Pictures.png(sample);
      case NPY -> npy(sample);
      case JSONL, CSV, AUTO ->
          throw new IllegalStateException(format + " is no format of files with one sample");
    };
  }

  private static byte[] npy(Sample sample) {
    if (sample.isRow()) {
      throw new IllegalArgumentException("npy holds arrays, the sample is a row");
    }
    return sample.encoding().equals(Sample.PNG)
        ? NpyEncoder.encode("uint8", Pictures.spec(sample).shape().dims(), Pictures.pixels(sample))
        : NpyEncoder.encode(sample.dtype(), sample.shape(), sample.bytes());
  }

  /**
   * A line of JSON, without the line break: a row as it is, any other sample with its data in
   * base64.
   */
  static String json(Sample sample) {
    try {
      if (sample.isRow()) {
        return JSON.writeValueAsString(row(sample));
      }
      Map<String, @Nullable Object> all = new LinkedHashMap<>(sample.facts());
      all.put("encoding", sample.encoding());
      all.put("dtype", sample.dtype());
      all.put("shape", sample.shape());
      all.put("data", sample.bytes());
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the sample cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The columns of a row. */
  static Map<String, @Nullable Object> row(Sample sample) {
    if (!sample.isRow()) {
      throw new IllegalArgumentException(
          "csv holds rows, the sample has encoding " + sample.encoding());
    }
    try {
      return JSON.readValue(
          sample.bytes(), new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the sample's data is not the JSON object that it says it is", e);
    }
  }
}
