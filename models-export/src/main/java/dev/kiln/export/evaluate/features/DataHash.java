package dev.kiln.export.evaluate.features;

import dev.kiln.export.data.LabelledImages;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells data sets apart by what they hold, not by what they are called. */
final class DataHash {
  private static final float LEVELS = 127.5f;

  private DataHash() {}

  /** The sha256 (hex) of the shape, the labels and the pixels at 256 levels. */
  static String of(LabelledImages images) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    int length = images.channels() * images.height() * images.width();
    digest.update(
        ByteBuffer.allocate(5 * Integer.BYTES)
            .putInt(images.size())
            .putInt(images.classes())
            .putInt(images.channels())
            .putInt(images.height())
            .putInt(images.width())
            .array());
    float[] image = new float[length];
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + length);
    for (int i = 0; i < images.size(); i++) {
      images.read(i, image, 0);
      bytes.clear();
      bytes.putInt(images.label(i));
      for (float value : image) {
        bytes.put((byte) Math.round((value + 1) * LEVELS));
      }
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
