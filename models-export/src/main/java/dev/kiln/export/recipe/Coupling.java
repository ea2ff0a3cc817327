package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Which noise a flow leads to which sample. */
public enum Coupling {
  /** Any to any. */
  INDEPENDENT {
    @Override
    Tensor noise(Batch batch) {
      return torch.randn_like(batch.samples());
    }
  };

  /** Gaussian noise for each sample of a batch. */
  abstract Tensor noise(Batch batch);
}
