package dev.kiln.generation.engine;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Which picture a request may or must bring: none, one to start from, or one to restore. */
final class SourceRules {

  private SourceRules() {}

  static void check(GenerationSpec spec, GeneratorCard card) throws Mistake {
    SourceImage source = spec.source();
    if (card.restores()) {
      restored(source, card);
    } else if (source != null) {
      startedFrom(source, card);
    }
  }

  private static void restored(@Nullable SourceImage source, GeneratorCard card) throws Mistake {
    if (source == null) {
      throw new Mistake(
          Rejection.BAD_IMAGE,
          card.name() + " restores a picture and needs an image, the request gives none");
    }
    if (source.strength() != null || source.keep() != null) {
      throw new Mistake(
          Rejection.BAD_IMAGE,
          card.name()
              + " restores the whole picture in one step, so it takes no "
              + (source.keep() == null ? "strength" : "mask"));
    }
    fits("image", source.image(), card.sample().shape(), card.sample().low(), card.sample().high());
  }

  private static void startedFrom(SourceImage source, GeneratorCard card) throws Mistake {
    if (card.sample().kind() == SampleKind.ROW) {
      throw new Mistake(
          Rejection.BAD_IMAGE, card.name() + " makes rows, it cannot start from a picture");
    }
    if (card.chain().size() != 1 || card.chain().get(0).kind() != StageKind.DENOISE) {
      throw new Mistake(
          Rejection.BAD_IMAGE, card.name() + " cannot start from a picture, it makes its own");
    }
    double strength = source.strengthOrUsual();
    if (!(strength >= 0 && strength <= 1)) {
      throw new Mistake(Rejection.BAD_IMAGE, "strength must be between 0 and 1, was " + strength);
    }
    Shape shape = card.sample().shape();
    fits("image", source.image(), shape, card.sample().low(), card.sample().high());
    FloatTensor keep = source.keep();
    if (keep != null) {
      fits("mask", keep, shape, 0, 1);
    }
  }

  private static void fits(String what, FloatTensor tensor, Shape shape, double low, double high)
      throws Mistake {
    if (!tensor.shape().equals(shape)) {
      throw new Mistake(
          Rejection.BAD_IMAGE, what + " must be " + shape + ", was " + tensor.shape());
    }
    for (float value : tensor.values()) {
      if (!(value >= low && value <= high)) {
        throw new Mistake(
            Rejection.BAD_IMAGE,
            what + " must hold values between " + low + " and " + high + ", has " + value);
      }
    }
  }
}
