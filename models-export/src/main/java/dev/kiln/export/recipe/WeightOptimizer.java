package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchDevice;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.ByteArrayOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * AdamW (Loshchilov and Hutter 2019) over the trained parameters of one network, with clipped
 * gradients.
 *
 * <p>Make it after the network has run once, since that is when its parameters come to be. Close
 * when done.
 */
public final class WeightOptimizer implements AutoCloseable {
  private final TorchWeights weights;
  private final double beta1;
  private final double beta2;
  private final double clip;
  private final AdamW adam;

  /**
   * Over the trained parameters of some weights.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param decay weight decay
   * @param clip the largest norm of all gradients together
   */
  public WeightOptimizer(
      TorchWeights weights, double beta1, double beta2, double decay, double clip) {
    this.weights = weights;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.clip = clip;
    TensorVector parameters = weights.trained();
    if (parameters.empty()) {
      throw new IllegalArgumentException("the network has no parameters yet: run it once first");
    }
    AdamWOptions options = new AdamWOptions(1e-3);
    setBetas(options);
    options.weight_decay().put(decay);
    this.adam = new AdamW(parameters, options);
    adam.retainReference();
  }

  private void setBetas(AdamWOptions options) {
    // A std::tuple as it lies in memory, which is the compiler's to choose: libstdc++ puts the last
    // element first.
    DoublePointer known = new AdamWOptions().betas();
    boolean lastFirst = known.get(0) > known.get(1);
    DoublePointer betas = options.betas();
    betas.put(lastFirst ? 1 : 0, beta1);
    betas.put(lastFirst ? 0 : 1, beta2);
  }

  /** Goes down the gradient of a loss, one step of the given learning rate. */
  public void descend(Tensor loss, double learningRate) {
    adam.zero_grad();
    loss.backward();
    weights.clipGradients(clip);
    adam.param_groups().get(0).options().set_lr(learningRate);
    adam.step();
  }

  /** Its moments and step count, in PyTorch's own format. */
  byte[] state() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputArchive archive = new OutputArchive();
        ArchiveWriter writer =
            new ArchiveWriter() {
              @Override
              public long call(Pointer data, long length) {
                byte[] piece = new byte[Math.toIntExact(length)];
                new BytePointer(data).capacity(length).get(piece);
                bytes.write(piece, 0, piece.length);
                return length;
              }
            }) {
      adam.save(archive);
      archive.save_to(writer);
    }
    return bytes.toByteArray();
  }

  /**
   * Goes back to a state.
   *
   * @throws RuntimeException PyTorch's own, if the bytes are no such state
   */
  void restore(byte[] state) {
    try (InputArchive archive = new InputArchive();
        BytePointer bytes = new BytePointer(state)) {
      archive.load_from(bytes, state.length, TorchDevice.current());
      adam.load(archive);
    }
    setBetas(new AdamWOptions(adam.param_groups().get(0).options()));
  }

  @Override
  public void close() {
    adam.close();
  }
}
