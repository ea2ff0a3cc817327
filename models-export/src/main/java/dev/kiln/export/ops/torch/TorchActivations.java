package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Activations;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Activations on PyTorch. */
interface TorchActivations extends Activations<Tensor> {
  @Override
  default Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  default Tensor leakyRelu(Tensor x, double slope) {
    return torch.leaky_relu(x, new Scalar(slope));
  }

  @Override
  default Tensor prelu(Tensor x, Tensor slope) {
    return torch.prelu(x, slope);
  }

  @Override
  default Tensor elu(Tensor x) {
    return torch.elu(x);
  }

  @Override
  default Tensor selu(Tensor x) {
    return torch.selu(x);
  }

  @Override
  default Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  @Override
  default Tensor geluTanh(Tensor x) {
    return torch.gelu(x, "tanh");
  }

  @Override
  default Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  @Override
  default Tensor mish(Tensor x) {
    return torch.mish(x);
  }

  @Override
  default Tensor softplus(Tensor x) {
    return torch.softplus(x);
  }

  @Override
  default Tensor tanh(Tensor x) {
    return torch.tanh(x);
  }

  @Override
  default Tensor sigmoid(Tensor x) {
    return torch.sigmoid(x);
  }

  @Override
  default Tensor hardSigmoid(Tensor x) {
    return torch.hardsigmoid(x);
  }

  @Override
  default Tensor hardSwish(Tensor x) {
    return torch.hardswish(x);
  }

  @Override
  default Tensor softmax(Tensor x, long axis) {
    return torch.softmax(x, axis);
  }

  @Override
  default Tensor logSoftmax(Tensor x, long axis) {
    return torch.log_softmax(x, axis);
  }
}
