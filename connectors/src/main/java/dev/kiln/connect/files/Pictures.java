package dev.kiln.connect.files;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngDecoder;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/** The pictures in samples, whichever way they carry them. Pure functions. */
final class Pictures {

  /** Where a PNG file says how wide it is; its height and kind of colour follow. */
  private static final int IHDR = 16;

  private static final int HEADER = 26;
  private static final int COLOUR = 2;

  private Pictures() {}

  /**
   * What its picture is, its values from -1 to 1.
   *
   * @throws IllegalArgumentException in one sentence, if it is none
   */
  static SampleSpec spec(Sample sample) {
    return spec(sample, List.of(-1.0, 1.0));
  }

  private static SampleSpec spec(Sample sample, List<Double> range) {
    if (!sample.isPicture()) {
      throw new IllegalArgumentException(
          "the sample is no picture: it has encoding %s, dtype %s and shape %s"
              .formatted(sample.encoding(), sample.dtype(), sample.shape()));
    }
    List<Integer> shape =
        sample.encoding().equals(Sample.PNG) ? header(sample.data()) : sample.shape();
    return new SampleSpec(SampleKind.IMAGE, new Shape(shape), range);
  }

  private static List<Integer> header(ByteBuffer png) {
    if (png.remaining() < HEADER) {
      throw new IllegalArgumentException(
          "the sample is no PNG file, it has " + png.remaining() + " bytes");
    }
    int channels = (png.get(png.position() + HEADER - 1) & COLOUR) == 0 ? 1 : 3;
    int width = png.getInt(png.position() + IHDR);
    int height = png.getInt(png.position() + IHDR + 4);
    return List.of(channels, height, width);
  }

  /** The picture as a PNG file: the record's own, or its tensor encoded. */
  static byte[] png(Sample sample) {
    if (sample.encoding().equals(Sample.PNG)) {
      return sample.bytes();
    }
    SampleSpec spec = spec(sample);
    return PngEncoder.encode(FloatTensor.fromBytes(spec.shape(), sample.bytes()), spec);
  }

  /** The picture as values from -1 to 1; from a PNG with the precision of 8 bits. */
  static FloatTensor tensor(Sample sample) {
    SampleSpec spec = spec(sample);
    return sample.encoding().equals(Sample.PNG)
        ? PngDecoder.decode("the sample", sample.bytes(), spec)
        : FloatTensor.fromBytes(spec.shape(), sample.bytes());
  }

  /** The pixels of a PNG file as bytes: channels, rows, columns. */
  static byte[] pixels(Sample sample) {
    SampleSpec spec = spec(sample, List.of(0.0, 255.0));
    float[] values = PngDecoder.decode("the sample", sample.bytes(), spec).values();
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) Math.round(values[i]);
    }
    return pixels;
  }
}
