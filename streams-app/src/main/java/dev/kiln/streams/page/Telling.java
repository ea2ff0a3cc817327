package dev.kiln.streams.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.files.SampleImage;
import dev.kiln.streams.files.SampleRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns answers into what the page shows. What a stranger wrote into the topics becomes text in
 * JSON and nothing else; the page puts text into text nodes only.
 */
final class Telling {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ROW = 100_000;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final Function<String, Optional<GeneratorCard>> cards;

  /**
   * @param cards knows a generator's card by its hash
   */
  Telling(Function<String, Optional<GeneratorCard>> cards) {
    this.cards = cards;
  }

  /** A sample or a failure. */
  Shown shown(Answer answer) {
    return answer instanceof Answer.Sample sample
        ? sample(sample.value(), answer.place())
        : failure(((Answer.Failure) answer).value(), answer.place());
  }

  /** A preview; empty where it is nothing that can be looked at. */
  Optional<Shown> preview(Answer.Preview answer) {
    GenerationPreview preview = answer.value();
    String id = "p-" + answer.place().partition() + "-" + answer.place().offset();
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id)
        .put("kind", "preview")
        .put("requestId", preview.getRequestId())
        .put("generator", preview.getGenerator())
        .put("index", preview.getIndex())
        .put("count", preview.getCount())
        .put("step", preview.getStep())
        .put("steps", preview.getSteps());
    byte[] data = new byte[preview.getData().remaining()];
    preview.getData().duplicate().get(data);
    if (preview.getEncoding().equals("png") && startsWith(data, PNG)) {
      return Optional.of(new Shown(id, "preview", json, data));
    }
    if (!preview.getEncoding().equals("json") || data.length > MOST_ROW) {
      return Optional.empty();
    }
    try {
      json.set("row", JSON.readTree(data));
      return Optional.of(new Shown(id, "preview", json, null));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Shown failure(GenerationFailure failure, Answer.Place place) {
    ObjectNode json = JSON.createObjectNode();
    String id = "f-" + place.partition() + "-" + place.offset();
    json.put("id", id)
        .put("kind", "failure")
        .put("requestId", failure.getRequestId())
        .put("code", failure.getCode())
        .put("message", failure.getMessage())
        .put("timestamp", failure.getOrigin().getTimestamp())
        .put("place", place.toString());
    return new Shown(id, "failure", json, null);
  }

  private Shown sample(GeneratedSample sample, Answer.Place place) {
    GeneratorCard card = cards.apply(sample.getHash()).orElse(null);
    ObjectNode json = JSON.createObjectNode();
    String id = "s-" + place.partition() + "-" + place.offset();
    json.put("id", id)
        .put("requestId", sample.getRequestId())
        .put("generator", sample.getGenerator())
        .put("version", sample.getVersion())
        .put("hash", sample.getHash())
        .put("index", sample.getIndex())
        .put("count", sample.getCount())
        // As text: JavaScript's numbers end at 53 bits.
        .put("seed", Long.toString(sample.getSeed()))
        .put("sampler", sample.getSampler())
        .put("steps", sample.getSteps())
        .put("guidance", sample.getGuidance())
        .put("prompt", sample.getPrompt())
        .put("className", className(card, sample.getLabel()))
        .put("queuedMillis", sample.getTimings().getQueuedMicros() / 1000.0)
        .put("totalMillis", sample.getTimings().getTotalMicros() / 1000.0)
        .put("networkCalls", sample.getNetworkCalls())
        .put("timestamp", sample.getOrigin().getTimestamp())
        .put("place", place.toString());
    byte[] picture = null;
    try {
      picture = content(sample, card, json);
    } catch (RuntimeException e) {
      json.put("kind", "other").put("note", "Its data is not what its record says it is.");
    }
    return new Shown(id, sample.getGenerator(), json, picture);
  }

  /** Says what it is; the picture, if it is one. */
  private static byte @Nullable [] content(
      GeneratedSample sample, @Nullable GeneratorCard card, ObjectNode json) {
    if (sample.getBlob() != null) {
      json.put("kind", "other").put("note", "Too large for a record; it is at " + sample.getBlob());
      return null;
    }
    boolean row = SampleRow.text(sample) != null || (card != null && !columns(card).isEmpty());
    if (row && sample.getData().remaining() <= MOST_ROW && card != null) {
      json.put("kind", "row").set("row", JSON.valueToTree(SampleRow.of(sample, card.sample())));
      return null;
    }
    if (SampleImage.isImage(sample)) {
      byte[] png =
          SampleImage.png(sample, card == null ? SampleImage.specOf(sample) : card.sample());
      if (!startsWith(png, PNG)) {
        throw new IllegalArgumentException("not a PNG file");
      }
      json.put("kind", "image")
          .put("height", sample.getShape().get(1))
          .put("width", sample.getShape().get(2));
      return png;
    }
    json.put("kind", "other").put("note", "%s numbers".formatted(sample.getShape()));
    return null;
  }

  private static List<?> columns(GeneratorCard card) {
    return card.sample().columns();
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length > beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** The class's name, whether the request gave the name or the index. */
  private static @Nullable String className(@Nullable GeneratorCard card, @Nullable Object label) {
    if (label == null) {
      return null;
    }
    List<String> classes =
        card == null
            ? List.of()
            : card.condition("label").map(ConditionSpec::classes).orElse(List.of());
    return label instanceof Integer index && index >= 0 && index < classes.size()
        ? classes.get(index)
        : label.toString();
  }
}
