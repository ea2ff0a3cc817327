package dev.kiln.streams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of {@code --set key=value}: JSON where it reads as JSON, Python's words, or a text. */
final class SettingValue {
  private SettingValue() {}

  static @Nullable Object of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      case "none", "null" -> null;
      default -> json(text);
    };
  }

  private static Object json(String text) {
    try {
      return new ObjectMapper().readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
