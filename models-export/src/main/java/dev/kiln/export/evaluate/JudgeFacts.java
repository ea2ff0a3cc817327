package dev.kiln.export.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * How a judge was made, and how well it judges what it never saw.
 *
 * @param description one sentence for cards
 * @param data what it was trained on
 * @param seed of weights, data and order
 * @param images how many images it saw
 * @param parameters how many numbers gradients trained
 * @param hours how long that took
 * @param code the code version
 * @param command what to type to do it again
 * @param parity largest difference between PyTorch and ONNX Runtime
 * @param exams its scores
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeFacts(
    String description,
    String data,
    long seed,
    long images,
    long parameters,
    double hours,
    String code,
    String command,
    double parity,
    List<Exam> exams) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public JudgeFacts {
    exams = List.copyOf(exams);
  }

  /**
   * One score of a judge.
   *
   * @param data on what
   * @param images on how many
   * @param correct how many of them it named rightly
   */
  public record Exam(String data, int images, int correct) {

    /** The share that it named rightly. */
    public double accuracy() {
      return (double) correct / images;
    }
  }

  /** The same judge after its exams. */
  public JudgeFacts with(List<Exam> taken) {
    return new JudgeFacts(
        description, data, seed, images, parameters, hours, code, command, parity, taken);
  }

  static JudgeFacts read(byte[] json) throws IOException {
    return MAPPER
        .readerFor(JudgeFacts.class)
        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(json);
  }

  byte[] toJson() throws IOException {
    return MAPPER.writeValueAsBytes(this);
  }
}
