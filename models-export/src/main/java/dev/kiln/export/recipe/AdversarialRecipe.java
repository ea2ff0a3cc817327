package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchWeights;

/** A recipe that trains a generator against a discriminator. */
public sealed interface AdversarialRecipe extends Recipe permits Gan, WassersteinGan {
  /** The generator's averaged weights, which are exported. */
  TorchWeights average();
}
