package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a stage's network predicts. */
public enum Prediction {
  /** The noise that was added (Ho et al. 2020). */
  @JsonProperty("epsilon")
  EPSILON,
  /** v = alpha * noise - sigma * sample (Salimans and Ho 2022). */
  @JsonProperty("v")
  V,
  /** The clean sample. */
  @JsonProperty("x0")
  X0,
  /** The velocity noise - sample of a straight path (Lipman et al. 2023). */
  @JsonProperty("flow")
  FLOW,
  /** The network of a consistency model before its boundary scaling (Song et al. 2023). */
  @JsonProperty("consistency")
  CONSISTENCY,
  /** The output itself: a GAN's generator, a decoder. */
  @JsonProperty("direct")
  DIRECT
}
