package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Convolution;
import dev.kiln.export.ops.Projections;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Products and convolutions on PyTorch. */
interface TorchProjections extends Projections<Tensor> {
  @Override
  default Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  @Override
  default Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return torch.linear(x, weight, TorchValues.optional(bias));
  }

  @Override
  default Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution how) {
    return torch.conv1d(
        x,
        weight,
        TorchValues.optional(bias),
        TorchValues.line(how.stride()),
        TorchValues.line(how.padding()),
        TorchValues.line(how.dilation()),
        how.groups());
  }

  @Override
  default Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution how) {
    return torch.conv2d(
        x,
        weight,
        TorchValues.optional(bias),
        TorchValues.square(how.stride()),
        TorchValues.square(how.padding()),
        TorchValues.square(how.dilation()),
        how.groups());
  }

  @Override
  default Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution how) {
    return torch.conv_transpose1d(
        x,
        weight,
        TorchValues.optional(bias),
        TorchValues.line(how.stride()),
        TorchValues.line(how.padding()),
        TorchValues.line(how.extra()),
        how.groups(),
        TorchValues.line(how.dilation()));
  }

  @Override
  default Tensor convTranspose2d(Tensor x, Tensor weight, @Nullable Tensor bias, Convolution how) {
    return torch.conv_transpose2d(
        x,
        weight,
        TorchValues.optional(bias),
        TorchValues.square(how.stride()),
        TorchValues.square(how.padding()),
        TorchValues.square(how.extra()),
        how.groups(),
        TorchValues.square(how.dilation()));
  }
}
