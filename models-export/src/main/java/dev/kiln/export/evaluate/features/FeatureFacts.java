package dev.kiln.export.evaluate.features;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How a feature classifier was made, and how well it names what it did not learn from.
 *
 * @param data what it learned from, as a card calls it
 * @param dataHash the sha256 (hex) of those images and labels
 * @param seed of weights, order and split
 * @param features how many numbers describe an image
 * @param imagesSeen how many images it saw, counted each time
 * @param trainedOn how many different images that were
 * @param heldOut how many images it did not see
 * @param heldOutCorrect how many of those it names rightly
 */
public record FeatureFacts(
    String data,
    String dataHash,
    long seed,
    int features,
    long imagesSeen,
    int trainedOn,
    int heldOut,
    int heldOutCorrect) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The share of the held-out images that it names rightly. */
  public double accuracy() {
    return (double) heldOutCorrect / heldOut;
  }

  /** One sentence for reports and cards. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%d features of a classifier that learned from %,d images of %s and names %.1f%% of %,d others rightly",
        features,
        trainedOn,
        data,
        100 * accuracy(),
        heldOut);
  }

  FeatureFacts withCorrect(int correct) {
    return new FeatureFacts(
        data, dataHash, seed, features, imagesSeen, trainedOn, heldOut, correct);
  }

  static Path besides(Path model) {
    String name = String.valueOf(model.getFileName());
    String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
    return model.resolveSibling(stem + ".json");
  }

  static FeatureFacts read(Path model) throws IOException {
    Path file = besides(model);
    try {
      return JSON.readValue(Files.readAllBytes(file), FeatureFacts.class);
    } catch (JacksonException e) {
      throw new IOException(file + " does not describe a feature classifier", e);
    }
  }

  void write(Path model) throws IOException {
    Files.write(besides(model), JSON.writeValueAsBytes(this));
  }
}
