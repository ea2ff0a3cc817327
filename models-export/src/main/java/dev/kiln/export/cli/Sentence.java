package dev.kiln.export.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** One sentence about what went wrong, for people. */
final class Sentence {
  private Sentence() {}

  static String of(Exception exception) {
    if (exception instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (exception instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written";
    }
    if (exception instanceof FileAlreadyExistsException taken) {
      return taken.getFile() + " exists already and is no directory";
    }
    return exception.getMessage() == null ? exception.toString() : exception.getMessage();
  }
}
