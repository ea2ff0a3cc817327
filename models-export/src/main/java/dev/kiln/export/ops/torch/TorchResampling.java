package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Pooling;
import dev.kiln.export.ops.Resampling;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Images made smaller and larger on PyTorch. */
interface TorchResampling extends Resampling<Tensor> {
  @Override
  default Tensor maxPool1d(Tensor x, Pooling how) {
    return torch.max_pool1d(
        x,
        TorchValues.line(how.window()),
        TorchValues.line(how.stride()),
        TorchValues.line(how.padding()),
        TorchValues.line(1),
        false);
  }

  @Override
  default Tensor maxPool2d(Tensor x, Pooling how) {
    return torch.max_pool2d(
        x,
        TorchValues.square(how.window()),
        TorchValues.square(how.stride()),
        TorchValues.square(how.padding()),
        TorchValues.square(1),
        false);
  }

  @Override
  default Tensor averagePool1d(Tensor x, Pooling how) {
    return torch.avg_pool1d(
        x,
        TorchValues.line(how.window()),
        TorchValues.line(how.stride()),
        TorchValues.line(how.padding()),
        false,
        true);
  }

  @Override
  default Tensor averagePool2d(Tensor x, Pooling how) {
    return torch.avg_pool2d(
        x,
        TorchValues.square(how.window()),
        TorchValues.square(how.stride()),
        TorchValues.square(how.padding()),
        false,
        true,
        new LongOptional());
  }

  @Override
  default Tensor adaptiveAveragePool(Tensor x, long height, long width) {
    return torch.adaptive_avg_pool2d(x, height, width);
  }

  @Override
  default Tensor globalAveragePool(Tensor x) {
    return torch.adaptive_avg_pool2d(x, 1, 1);
  }

  @Override
  default Tensor upsampleNearest(Tensor x, long factor) {
    return resizeNearest(x, x.size(2) * factor, x.size(3) * factor);
  }

  @Override
  default Tensor upsampleBilinear(Tensor x, long factor) {
    return resizeBilinear(x, x.size(2) * factor, x.size(3) * factor);
  }

  @Override
  default Tensor resizeNearest(Tensor x, long height, long width) {
    return torch.upsample_nearest2d(x, height, width);
  }

  @Override
  default Tensor resizeBilinear(Tensor x, long height, long width) {
    return torch.upsample_bilinear2d(x, new long[] {height, width}, false);
  }

  @Override
  default Tensor pixelShuffle(Tensor x, long factor) {
    return torch.pixel_shuffle(x, factor);
  }

  @Override
  default Tensor pixelUnshuffle(Tensor x, long factor) {
    return torch.pixel_unshuffle(x, factor);
  }
}
