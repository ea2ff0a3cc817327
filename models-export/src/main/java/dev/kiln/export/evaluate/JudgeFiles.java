package dev.kiln.export.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a judge: {@code judge.onnx} and {@code judge.json} in one directory. */
public final class JudgeFiles {
  private JudgeFiles() {}

  /** Opens a judge that was not written yet, to examine it. */
  public static Judge open(byte[] model, JudgeFacts facts) throws IOException {
    return Judge.of(model, facts);
  }

  /** Writes both files; what was there is replaced. */
  public static void write(Path directory, byte[] model, JudgeFacts facts) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(Judge.MODEL), model);
    Files.write(directory.resolve(Judge.FACTS), facts.toJson());
  }
}
