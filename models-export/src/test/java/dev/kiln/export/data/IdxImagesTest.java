package dev.kiln.export.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxImagesTest {
  private static final byte[] IMAGES =
      idx(new int[] {0x803, 2, 2, 3}, 0, 255, 51, 0, 0, 0, 255, 255, 0, 0, 0, 102);
  private static final byte[] LABELS = idx(new int[] {0x801, 2}, 4, 1);

  @TempDir Path directory;
  private Path images;
  private Path labels;

  @BeforeEach
  void write() throws IOException {
    images = Files.write(directory.resolve("images.idx"), IMAGES);
    labels = Files.write(directory.resolve("labels.idx"), LABELS);
  }

  @Test
  void readsPixelsAndLabels() throws IOException {
    InMemoryImages read = IdxImages.read(images, labels);

    float[] second = new float[6];
    read.read(1, second, 0);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.classes()).isEqualTo(5);
    assertThat(new int[] {read.channels(), read.height(), read.width()}).containsExactly(1, 2, 3);
    assertThat(new int[] {read.label(0), read.label(1)}).containsExactly(4, 1);
    assertThat(second).containsExactly(1, 1, -1, -1, -1, 102 / 127.5f - 1);
  }

  @Test
  void unpacksGzip() throws IOException {
    Path packedImages = gzip("images.idx.gz", IMAGES, 0);
    Path packedLabels = gzip("labels.idx.gz", LABELS, 0);

    assertThat(IdxImages.read(packedImages, packedLabels).label(0)).isEqualTo(4);
  }

  @Test
  void namesAFileThatIsCutShort() throws IOException {
    Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length - 5));
    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessage(images + " is cut short: 7 bytes after the header, expected 12");

    Files.write(images, Arrays.copyOf(IMAGES, 10));
    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessage(images + " is cut short: it ends too early for what it announces");

    Files.write(labels, Arrays.copyOf(LABELS, LABELS.length - 1));
    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessage(labels + " is cut short: 1 bytes after the header, expected 2");
  }

  @Test
  void namesAPackedFileThatIsCutShort() throws IOException {
    Path packed = gzip("images.idx.gz", IMAGES, 6);

    assertThatThrownBy(() -> IdxImages.read(packed, labels))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("images.idx.gz is cut short");
  }

  @Test
  void refusesTheWrongKindOfFile() throws IOException {
    assertThatThrownBy(() -> IdxImages.read(labels, labels))
        .hasMessage(
            labels + " starts with 0x00000801; IDX images start with 0x00000803 or 0x00000804");

    Path notPacked = Files.write(directory.resolve("plain.gz"), IMAGES);
    assertThatThrownBy(() -> IdxImages.read(notPacked, labels))
        .hasMessage(notPacked + " ends with .gz but is not a gzip file");
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    Files.write(labels, idx(new int[] {0x801, 3}, 1, 2, 3));

    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessage(images + " holds 2 images, but " + labels + " holds 3 labels");
  }

  @Test
  void refusesBytesThatNobodyAnnounced() throws IOException {
    Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length + 1));

    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessage(images + " is too long: more than the 12 bytes it announces");
  }

  @Test
  void refusesImpossibleSizes() throws IOException {
    Files.write(images, idx(new int[] {0x803, 2, -1, 3}));
    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessageContaining("announces a height of 4294967295; expected at most 16384");

    Files.write(images, idx(new int[] {0x803, 2, 0, 3}));
    assertThatThrownBy(() -> IdxImages.read(images, labels))
        .hasMessageContaining("announces 2 images of 0 by 3 values");
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = directory.resolve("missing.idx");

    assertThatThrownBy(() -> IdxImages.read(missing, labels))
        .hasMessage("IDX file " + missing + " does not exist");
  }

  @Test
  void readsColourWithTheChannelsFirstOrLast() throws IOException {
    Files.write(images, idx(new int[] {0x804, 1, 1, 2, 3}, 1, 2, 3, 4, 5, 6));
    InMemoryImages last = IdxImages.read(images);
    Files.write(images, idx(new int[] {0x804, 1, 3, 1, 2}, 1, 4, 2, 5, 3, 6));
    InMemoryImages first = IdxImages.read(images);

    assertThat(last.shape()).containsExactly(3, 1, 2).isEqualTo(first.shape());
    assertThat(pixels(last)).isEqualTo(pixels(first)).containsExactly(1, 4, 2, 5, 3, 6);
    Files.write(images, idx(new int[] {0x804, 1, 2, 1, 2}, 1, 2, 3, 4));
    assertThatThrownBy(() -> IdxImages.read(images))
        .hasMessage(images + " holds images of 2 x 1 x 2; expected 1 or 3 channels, first or last");
  }

  @Test
  void needsNoLabels() throws IOException {
    assertThat(IdxImages.read(images).classes()).isZero();
    assertThat(IdxImages.read(images).conditions()).isEmpty();
  }

  @Test
  void scalesImagesIfAsked() throws IOException {
    InMemoryImages read = IdxImages.read(images);

    assertThatThrownBy(() -> read.fitted("idx images", ImageWish.ANY))
        .hasMessageStartingWith(
            "the images of idx images are 3 x 2; networks take squares whose side is a multiple of 4: --size 4");
    InMemoryImages fitted = read.fitted("idx images", new ImageWish(4, 3));
    assertThat(fitted.shape()).containsExactly(3, 4, 4);
    assertThat(pixels(fitted)[0]).isZero();
    assertThat(pixels(fitted)[3]).isEqualTo(255);
  }

  @Test
  void refusesLabelsThatCannotBeMeant() throws IOException {
    InMemoryImages read = IdxImages.read(images, labels);

    assertThatThrownBy(() -> IdxImages.checked(read, labels, 4))
        .hasMessage(labels + " gives image 0 the label 4; with 4 classes labels run from 0 to 3");
    assertThatThrownBy(() -> IdxImages.checked(read, labels, null))
        .hasMessage(
            labels
                + " goes up to label 4, but no image has the label 0; if that is meant, say --classes 5");
    assertThat(IdxImages.checked(read, labels, 6).classes()).isEqualTo(6);
  }

  /** The first image's values as bytes. */
  private static int[] pixels(InMemoryImages images) {
    float[] values = new float[images.channels() * images.height() * images.width()];
    images.read(0, values, 0);
    int[] pixels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = Math.round((values[i] + 1) * 127.5f);
    }
    return pixels;
  }

  private Path gzip(String name, byte[] content, int dropped) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    byte[] bytes = packed.toByteArray();
    return Files.write(directory.resolve(name), Arrays.copyOf(bytes, bytes.length - dropped));
  }

  private static byte[] idx(int[] header, int... body) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + body.length);
    for (int value : header) {
      bytes.putInt(value);
    }
    for (int value : body) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }
}
