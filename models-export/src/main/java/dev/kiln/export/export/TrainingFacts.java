package dev.kiln.export.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a generator came to be, as its card tells it.
 *
 * @param recipe which training algorithm
 * @param data what it saw
 * @param seed of weights, order and noise
 * @param images how many images it saw, counted each time
 * @param steps how many batches that was
 * @param batch images in a batch
 * @param hours how long that took
 * @param parameters how many numbers the exported network holds that gradients trained
 * @param code the code version
 * @param command what to type to do it again
 * @param teacher the generator that it was distilled from, if any
 * @param weights how its files hold their weights: fp32, fp16 or int8
 * @param parity largest difference between PyTorch and ONNX Runtime at export
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingFacts(
    String recipe,
    String data,
    long seed,
    long images,
    long steps,
    int batch,
    double hours,
    long parameters,
    String code,
    String command,
    @Nullable String teacher,
    String weights,
    double parity) {

  /** Of files with float32 weights. */
  public TrainingFacts(
      String recipe,
      String data,
      long seed,
      long images,
      long steps,
      int batch,
      double hours,
      long parameters,
      String code,
      String command,
      @Nullable String teacher,
      double parity) {
    this(
        recipe,
        data,
        seed,
        images,
        steps,
        batch,
        hours,
        parameters,
        code,
        command,
        teacher,
        WeightFormat.FLOAT32.label(),
        parity);
  }

  /** The same, once the networks are exported. */
  public TrainingFacts exported(WeightFormat format, double difference) {
    return new TrainingFacts(
        recipe,
        data,
        seed,
        images,
        steps,
        batch,
        hours,
        parameters,
        code,
        command,
        teacher,
        format.label(),
        difference);
  }
}
