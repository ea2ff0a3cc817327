package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngDecoder;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.avro.GenerationRequest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The picture that a generation starts from, and its mask. Pure functions. */
public final class SourceImages {

  private static final int PNG_SIGNATURE = 0x89504e47;

  private SourceImages() {}

  /**
   * Null when the request has none.
   *
   * @throws IllegalArgumentException in one sentence, if image, mask and strength do not go
   *     together or cannot be read
   */
  static @Nullable SourceImage of(GenerationRequest request, @Nullable SampleSpec spec) {
    ByteBuffer image = request.getImage();
    ByteBuffer mask = request.getMask();
    Double strength = request.getStrength();
    if (image == null) {
      if (mask != null || strength != null) {
        throw new IllegalArgumentException(
            (mask == null ? "strength" : "mask") + " was given without an image to start from");
      }
      return null;
    }
    if (spec == null) {
      // The generator does not exist, as the engine will say.
      return null;
    }
    return read(bytes(image), mask == null ? null : bytes(mask), strength, spec);
  }

  /**
   * A picture to start from.
   *
   * @param image a PNG file of the generator's size, or its tensor's bytes
   * @param mask a PNG file of that size, white where the picture is made anew; null for everywhere
   * @param strength how much of the walk is done, or null for what is usual
   * @param spec what the generator makes
   * @throws IllegalArgumentException in one sentence, if image or mask cannot be read
   */
  public static SourceImage read(
      byte[] image, byte @Nullable [] mask, @Nullable Double strength, SampleSpec spec) {
    return new SourceImage(tensor(image, spec), strength, mask == null ? null : keep(mask, spec));
  }

  private static FloatTensor tensor(byte[] image, SampleSpec spec) {
    int size = spec.shape().size() * Float.BYTES;
    boolean png = image.length >= Integer.BYTES && ByteBuffer.wrap(image).getInt() == PNG_SIGNATURE;
    return !png && image.length == size
        ? FloatTensor.fromBytes(spec.shape(), image)
        : PngDecoder.decode("image", image, spec);
  }

  /** White is generated, black is kept. */
  private static FloatTensor keep(byte[] mask, SampleSpec spec) {
    var asMask = new SampleSpec(SampleKind.IMAGE, spec.shape(), List.of(0.0, 1.0));
    FloatTensor tensor = PngDecoder.decode("mask", mask, asMask);
    float[] keep = new float[tensor.values().length];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = 1 - tensor.values()[i];
    }
    return new FloatTensor(tensor.shape(), keep);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
