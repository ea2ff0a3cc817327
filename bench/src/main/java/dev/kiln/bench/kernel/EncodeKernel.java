package dev.kiln.bench.kernel;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.noise.GaussianNoise;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A sample as bytes, raw and as PNG, against a copy of its floats. Noise, which packs worst. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeKernel {

  @Param({"raw 28x28", "png 28x28", "raw 128x128", "png 128x128"})
  String work = "raw 28x28";

  private FloatTensor sample = new FloatTensor(Shape.of(1), new float[1]);
  private SampleSpec spec =
      new SampleSpec(SampleKind.VECTOR, Shape.of(1), List.of(-1.0, 1.0), List.of());
  private float[] to = new float[1];

  /** Draws the sample. */
  @Setup
  public void prepare() {
    int side = work.endsWith("128x128") ? 128 : 28;
    float[] values = new float[side * side];
    GaussianNoise.fill(7, 0, 0, values, 0, values.length);
    sample = new FloatTensor(Shape.of(1, side, side), values);
    spec = new SampleSpec(SampleKind.IMAGE, sample.shape(), List.of(-1.0, 1.0), List.of());
    to = new float[values.length];
  }

  /** The engine's encoder. */
  @Benchmark
  public byte[] kernel() {
    return work.startsWith("png") ? PngEncoder.encode(sample, spec) : sample.toBytes();
  }

  /** The copy. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(sample.values(), 0, to, 0, to.length);
    return to;
  }
}
