package dev.kiln.export.data;

import org.jspecify.annotations.Nullable;

/**
 * How images are wanted.
 *
 * @param size height and width, a multiple of 4; null to take them as they are
 * @param channels 1 for grey, 3 for colour; null to take them as they are
 */
public record ImageWish(@Nullable Integer size, @Nullable Integer channels) {
  /** As they are. */
  public static final ImageWish ANY = new ImageWish(null, null);

  /** What networks halve twice. */
  private static final int MULTIPLE = 4;

  private static final int LARGEST = 1024;

  public ImageWish {
    if (size != null && (size < MULTIPLE || size % MULTIPLE != 0 || size > LARGEST)) {
      throw new IllegalArgumentException(
          "--size must be a multiple of 4 from 4 to 1024, was " + size);
    }
    if (channels != null && channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "--channels must be 1 (grey) or 3 (colour), was " + channels);
    }
  }

  /** Whether images of a size can be trained on without scaling. */
  public static boolean fits(int width, int height) {
    return width == height && width % MULTIPLE == 0;
  }

  /** The --size to propose for images that do not fit: the next multiple of 4, 64 at most. */
  public static int proposal(int width, int height) {
    int side = Math.min(64, Math.min(width, height));
    return Math.max(MULTIPLE, (side + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
  }
}
