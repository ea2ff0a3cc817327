package dev.kiln.connect.prompt;

import java.util.Locale;
import java.util.Optional;

/** What the lines of a file are. */
enum FileFormat {
  /** By the file's name: .jsonl, .ndjson and .json, .csv, .txt. Other files are left alone. */
  AUTO,
  /** A request as a JSON object a line. */
  JSONL,
  /** Comma-separated, the first line with the names of the request's fields. */
  CSV,
  /** A prompt a line. */
  PROMPTS;

  /** The format of a file, or empty where AUTO does not know it. */
  Optional<FileFormat> of(String fileName) {
    if (this != AUTO) {
      return Optional.of(this);
    }
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "jsonl", "ndjson", "json" -> Optional.of(JSONL);
      case "csv" -> Optional.of(CSV);
      case "txt" -> Optional.of(PROMPTS);
      default -> Optional.empty();
    };
  }
}
