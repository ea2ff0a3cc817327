package dev.kiln.streams.augment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngDecoder;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in which real and generated values are compared. Safe for many threads. A value that
 * cannot be read has none.
 */
@FunctionalInterface
public interface Features {

  /** The features of a value; always as many, or none. */
  List<Double> of(byte @Nullable [] value);

  /** Those of a generator's samples: pictures as PNG, rows as JSON objects. */
  static Features of(SampleSpec spec) {
    return spec.kind() == SampleKind.ROW ? rows(spec) : pictures(spec);
  }

  /** Mean brightness of the fields of a 4 by 4 grid, over all channels. */
  private static Features pictures(SampleSpec spec) {
    return value -> {
      if (value == null) {
        return List.of();
      }
      try {
        return grid(PngDecoder.decode("the value", value, spec));
      } catch (IllegalArgumentException e) {
        return List.of();
      }
    };
  }

  private static List<Double> grid(FloatTensor picture) {
    int fields = 4;
    int height = picture.shape().dims().get(1);
    int width = picture.shape().dims().get(2);
    double[] sums = new double[fields * fields];
    int[] counts = new int[sums.length];
    for (int i = 0; i < picture.values().length; i++) {
      int y = i / width % height * fields / height;
      int x = i % width * fields / width;
      sums[y * fields + x] += picture.values()[i];
      counts[y * fields + x]++;
    }
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      means.add(counts[i] == 0 ? 0 : sums[i] / counts[i]);
    }
    return means;
  }

  /**
   * The row as the generator's own networks see it: numbers on a normal scale, categories apart.
   */
  private static Features rows(SampleSpec spec) {
    RowCodec codec = RowCodec.of(spec);
    ObjectMapper json = new ObjectMapper();
    return value -> {
      if (value == null) {
        return List.of();
      }
      float[] vector = new float[codec.width()];
      try {
        codec.encode(
            json.readValue(value, new TypeReference<Map<String, @Nullable Object>>() {}),
            vector,
            0);
      } catch (IOException | IllegalArgumentException e) {
        return List.of();
      }
      List<Double> features = new ArrayList<>();
      for (float number : vector) {
        features.add((double) number);
      }
      return features;
    };
  }
}
