package dev.kiln.connect.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The keys of records as texts for names of files. */
final class KeyText {

  private KeyText() {}

  /** The key as a text, bytes as UTF-8, or null for none. */
  static @Nullable String of(@Nullable Object key) {
    if (key instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (key instanceof ByteBuffer buffer) {
      return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
    }
    return key == null ? null : key.toString();
  }
}
