package dev.kiln.streams.files;

import dev.kiln.schemas.avro.GenerationPreview;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of PNG files, one a sample, and one contact sheet a generator; or of rows. */
public final class SampleFiles {

  private final Path root;

  /** Makes the directory if it is not there. */
  public SampleFiles(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the directory " + root, e);
    }
  }

  /** Writes a sample, over an earlier one of the same name; returns the file. */
  public Path write(SampleName name, byte[] png) {
    return write(root.resolve(name.path()), png);
  }

  /** Writes how a sample looked after a step, beside the sample; returns the file. */
  public Path writeStep(SampleName name, int step, byte[] png) {
    return write(root.resolve(name.stepPath(step)), png);
  }

  /** Writes a preview of a request whose sample is not known yet; returns the file. */
  public Path writePreview(GenerationPreview preview, byte[] png) {
    String name =
        "%s-index-%02d-step-%04d.png"
            .formatted(
                SampleName.safe(preview.getRequestId()), preview.getIndex(), preview.getStep());
    return write(root.resolve(SampleName.safe(preview.getGenerator())).resolve(name), png);
  }

  /** Writes a generator's contact sheet; returns the file. */
  public Path writeSheet(String generator, byte[] png) {
    return write(root.resolve(SampleName.safe(generator) + ".png"), png);
  }

  /** Writes rows, over an earlier file of the same name; returns the file. */
  public Path writeRows(String name, String text) {
    return write(root.resolve(SampleName.safe(name)), text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
