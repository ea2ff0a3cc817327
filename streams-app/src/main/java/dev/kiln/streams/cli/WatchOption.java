package dev.kiln.streams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerTopics;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.topology.TopicNames;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Looks on while a running app makes the samples of a request. */
final class WatchOption {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--previews",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Ask for a preview after every K steps, and say when they come; with --out, write them"
              + " too. The app needs kiln.previews.topic (default: 0, none).")
  private int every;

  @Option(
      names = "--previews-topic",
      paramLabel = "TOPIC",
      defaultValue = TopicNames.PREVIEWS,
      description = "Where previews come, with --previews (default: ${DEFAULT-VALUE}).")
  private String topic = "";

  /**
   * A request that asks for the previews.
   *
   * @param request JSON
   */
  String into(String request) {
    if (every == 0) {
      return request;
    }
    try {
      if (JSON.readTree(request) instanceof ObjectNode object) {
        return JSON.writeValueAsString(object.put("previews", every));
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailedException("The request is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new CommandFailedException(
        "The request is not a JSON object, so it takes no --previews.");
  }

  /** Where to look. */
  AnswerTopics topics(String samples, String failures) {
    return new AnswerTopics(samples, failures, every == 0 ? null : topic);
  }

  /** Tells of one, and writes it where it is a picture. */
  static void tell(
      PrintWriter stdout, Answer.Preview answer, double millis, @Nullable Path directory) {
    GenerationPreview preview = answer.value();
    stdout.printf(
        "preview of sample %d of %d: step %d of %d, after %.0f ms%n",
        preview.getIndex() + 1, preview.getCount(), preview.getStep(), preview.getSteps(), millis);
    byte[] data = new byte[preview.getData().remaining()];
    preview.getData().duplicate().get(data);
    if (preview.getEncoding().equals("json")) {
      stdout.println("  " + new String(data, StandardCharsets.UTF_8));
    } else if (directory != null && preview.getEncoding().equals("png")) {
      stdout.println("  written to " + new SampleFiles(directory).writePreview(preview, data));
    }
    stdout.flush();
  }
}
