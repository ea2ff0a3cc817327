package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A real training process that is asked to end, goes on, is killed with -9 and goes on again: its
 * losses are those of a training that nobody touched.
 */
class TrainingInterruptionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STEPS = 60;
  private static final int BATCH = 4;

  @TempDir Path directory;
  private String data = "";

  @BeforeEach
  void writeData() throws IOException {
    data = TinyIdx.write(directory.resolve("data"));
  }

  @Test
  void goesOnWhereItWasAfterSigtermAndAfterSigkill() throws Exception {
    Process asked = start("asked");
    awaitStep(4);
    asked.destroy();
    assertThat(exitCode(asked)).as(said("asked")).isEqualTo(128 + 15);
    assertThat(said("asked"))
        .contains("stopping after the step under way, with a checkpoint")
        .containsPattern("stopped after step \\d+; go on with\n  \\./kiln train ddpm .* --resume\n")
        .doesNotContain("SIGSEGV", "terminate called", "fatal error", "Exception");
    int first = losses("parts").size();

    Process killed = start("killed", "--resume");
    awaitStep(first + 4);
    killed.destroyForcibly();
    assertThat(exitCode(killed)).as(said("killed")).isEqualTo(128 + 9);

    train("parts", "--resume");
    train("whole");
    List<Double> whole = losses("whole");
    assertThat(whole).hasSize(STEPS);
    assertThat(losses("parts")).hasSize(STEPS);
    for (int step = 0; step < STEPS; step++) {
      assertThat(losses("parts").get(step))
          .as("loss of step " + (step + 1))
          .isCloseTo(whole.get(step), Offset.offset(1e-6));
    }
  }

  private Process start(String log, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(ModelsMain.class.getName());
    command.addAll(arguments("parts", "0"));
    command.addAll(List.of(more));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(log).toFile());
    process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return process.start();
  }

  private void train(String name, String... more) {
    List<String> arguments = new ArrayList<>(arguments(name, "1000"));
    arguments.addAll(List.of(more));
    StringWriter said = new StringWriter();
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
    assertThat(line.execute(arguments.toArray(String[]::new))).as(said.toString()).isZero();
  }

  /** One thread adds in one order, so that two trainings can be compared. */
  private List<String> arguments(String name, String checkpointMinutes) {
    return List.of(
        "train",
        "ddpm",
        "--data",
        data,
        "--images",
        String.valueOf(STEPS * BATCH),
        "--batch",
        String.valueOf(BATCH),
        "--threads",
        "1",
        "--checkpoint-minutes",
        checkpointMinutes,
        "--preview-minutes",
        "1000",
        "--no-score",
        "--checkpoints",
        directory.resolve(name).toString(),
        "--out",
        directory.resolve("models").resolve(name).toString());
  }

  private void awaitStep(int step) {
    await().atMost(PATIENCE).until(() -> losses("parts").size() >= step);
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String said(String log) throws IOException {
    return Files.readString(directory.resolve(log));
  }

  /** The loss of each step, in order; the file is being written while somebody watches. */
  private List<Double> losses(String name) throws IOException {
    Path file = directory.resolve(name).resolve("losses.csv");
    List<Double> losses = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
        String[] values = line.split(",", -1);
        if (values.length == 4) {
          assertThat(Integer.parseInt(values[0])).isEqualTo(losses.size() + 1);
          losses.add(Double.parseDouble(values[3]));
        }
      }
    }
    return losses;
  }
}
