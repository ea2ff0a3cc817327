package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path directory = Path.of("");

  @Test
  void replacesAFile() throws IOException {
    Path file = directory.resolve("net.onnx");

    WholeFile.write(file, new byte[] {1});
    WholeFile.write(file, new byte[] {2, 3});

    assertThat(file).hasBinaryContent(new byte[] {2, 3});
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aFullDiskLeavesTheOldFileAndSaysSo() throws IOException {
    Path file = directory.resolve("net.onnx");
    WholeFile.write(file, new byte[] {1});

    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    new byte[2_000_000],
                    (fresh, content) -> {
                      Files.write(fresh, new byte[10]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            ".*net\\.onnx needs 2,000,000 bytes, and its disk has [0-9,]+ left: nothing was written");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void saysWhichDirectoryIsMissing() {
    assertThatThrownBy(() -> WholeFile.write(directory.resolve("no/net.onnx"), new byte[1]))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(directory.resolve("no").toString());
  }
}
