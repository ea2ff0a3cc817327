package dev.kiln.export.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A network as an ONNX file that has passed every check.
 *
 * @param bytes the file's content
 * @param weights how it holds its weights
 * @param parity how far it lies from PyTorch
 * @param nodesWritten nodes as the network's operations wrote them
 * @param nodes nodes in the file
 * @param warnings what one should know, a sentence each
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExportedModel(
    byte[] bytes,
    WeightFormat weights,
    Parity parity,
    int nodesWritten,
    int nodes,
    List<String> warnings) {

  /**
   * Writes the file: all of it, or nothing.
   *
   * @throws IOException in one sentence, if there is no room or the place cannot be written
   */
  public ExportedModel write(Path file) throws IOException {
    WholeFile.write(file, bytes);
    return this;
  }
}
