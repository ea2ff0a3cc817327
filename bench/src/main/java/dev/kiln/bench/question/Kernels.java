package dev.kiln.bench.question;

import dev.kiln.bench.report.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The engine's own kernels against a copy of the bytes that they must touch, by JMH, in a process
 * of its own. Kernel and copy take turns by trial.
 */
public final class Kernels {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final TimeValue TRIAL = TimeValue.milliseconds(400);

  private final Class<?> kernel;
  private final int rounds;
  private final Report report;

  /**
   * @param kernel a class of benchmarks called kernel and copy, with a parameter work or none
   */
  public Kernels(Class<?> kernel, int rounds, Report report) {
    this.kernel = kernel;
    this.rounds = rounds;
    this.report = report;
  }

  /** Measures; takes about two seconds a round for each piece of work. */
  public void run() {
    Options options =
        new OptionsBuilder()
            .include("^" + kernel.getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TRIAL)
            .measurementIterations(rounds)
            .measurementTime(TRIAL)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Map<String, double[]> kernels = new LinkedHashMap<>();
    Map<String, double[]> copies = new LinkedHashMap<>();
    try {
      for (RunResult result : new Runner(options).run()) {
        String work = result.getParams().getParam("work");
        String name = work == null ? "noise" : work;
        boolean copy = result.getParams().getBenchmark().endsWith(".copy");
        (copy ? copies : kernels).put(name, nanos(result));
        if (!copy) {
          allocated(name, result);
        }
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH cannot measure: " + e.getMessage(), e);
    }
    kernels.forEach((name, times) -> compare(name, times, copies.getOrDefault(name, times)));
  }

  private static double[] nanos(RunResult result) {
    return result.getBenchmarkResults().stream()
        .map(BenchmarkResult::getIterationResults)
        .flatMap(Collection::stream)
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .toArray();
  }

  private void allocated(String name, RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get(ALLOCATED);
    if (bytes != null) {
      report.measured(name + ", bytes allocated", Math.floor(bytes.getScore()));
    }
  }

  private void compare(String name, double[] kernel, double[] copy) {
    for (int round = 0; round < Math.min(kernel.length, copy.length); round++) {
      report.measured(name + ", kernel us", kernel[round] / 1000);
      report.measured(name + ", copy us", copy[round] / 1000);
      report.measured(name + ", kernel / copy", kernel[round] / copy[round]);
    }
  }
}
