package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a stage uses its network. */
public enum StageKind {
  /** Many calls, walking a plan from noise to a sample. */
  @JsonProperty("denoise")
  DENOISE,
  /** One call: a GAN's generator, a decoder. */
  @JsonProperty("single-shot")
  SINGLE_SHOT,
  /**
   * One call for each text of a request, not for each sample: a text encoder. What it gives is an
   * input of later stages.
   */
  @JsonProperty("encode")
  ENCODE
}
