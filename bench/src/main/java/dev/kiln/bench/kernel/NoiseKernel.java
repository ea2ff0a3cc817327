package dev.kiln.bench.kernel;

import dev.kiln.generation.noise.GaussianNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A draw of 16,384 standard normals, against a copy of so many floats. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NoiseKernel {

  private static final int LENGTH = 1 << 14;

  private final float[] from = new float[LENGTH];
  private final float[] to = new float[LENGTH];
  private int draw;

  /** The engine's kernel. */
  @Benchmark
  public float[] kernel() {
    GaussianNoise.fill(7, 1, draw++, to, 0, LENGTH);
    return to;
  }

  /** The copy. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(from, 0, to, 0, LENGTH);
    return to;
  }
}
