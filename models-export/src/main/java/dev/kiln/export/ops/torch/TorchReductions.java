package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Reductions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Reductions on PyTorch. */
interface TorchReductions extends Reductions<Tensor> {
  @Override
  default Tensor sum(Tensor x, boolean keepDimensions, long... axes) {
    return torch.sum(x, axes, keepDimensions, new ScalarTypeOptional());
  }

  @Override
  default Tensor mean(Tensor x, boolean keepDimensions, long... axes) {
    return torch.mean(x, axes, keepDimensions, new ScalarTypeOptional());
  }

  @Override
  default Tensor max(Tensor x, boolean keepDimensions, long... axes) {
    return torch.amax(x, axes, keepDimensions);
  }

  @Override
  default Tensor min(Tensor x, boolean keepDimensions, long... axes) {
    return torch.amin(x, axes, keepDimensions);
  }

  @Override
  default Tensor variance(Tensor x, boolean keepDimensions, long... axes) {
    return x.var(axes, false, keepDimensions);
  }

  @Override
  default Tensor norm(Tensor x, boolean keepDimensions, long... axes) {
    return torch.linalg_vector_norm(
        x, new Scalar(2.0), axes, keepDimensions, new ScalarTypeOptional());
  }

  @Override
  default Tensor logSumExp(Tensor x, boolean keepDimensions, long... axes) {
    return torch.logsumexp(x, axes, keepDimensions);
  }

  @Override
  default Tensor product(Tensor x, boolean keepDimensions, long axis) {
    return torch.prod(x, axis, keepDimensions, new ScalarTypeOptional());
  }

  @Override
  default Tensor argMax(Tensor x, boolean keepDimensions, long axis) {
    return x.argmax(new LongOptional(axis), keepDimensions);
  }

  @Override
  default Tensor argMin(Tensor x, boolean keepDimensions, long axis) {
    return x.argmin(new LongOptional(axis), keepDimensions);
  }

  @Override
  default Tensor cumulativeSum(Tensor x, long axis) {
    return x.cumsum(axis);
  }
}
