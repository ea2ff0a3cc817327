package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a house, a java and a mvn that only say what they were told. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC}) // the launcher is a bash script
class LauncherTest {

  private static final String NEWER_JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit 0; fi
      echo "ran $* with $CLASSPATH in $KILN_HOME"
      exit 7
      """;

  private static final String WORKING_MVN =
      """
      #!/bin/sh
      echo "mvn $*" >> built
      mkdir -p streams-app/target && echo /bin/sh > streams-app/target/classpath.txt
      """;

  @TempDir private Path directory;
  private Path house = Path.of("house");
  private Path tools = Path.of("tools");

  /** What a run printed, both streams together, and its exit code. */
  private record Run(int code, String output) {}

  @BeforeEach
  void buildAHouse() throws IOException {
    house = Files.createDirectories(directory.resolve("house"));
    tools = Files.createDirectories(directory.resolve("tools"));
    Files.copy(Path.of("..", "kiln"), house.resolve("kiln"));
    executable(house.resolve("kiln"));
    for (String module :
        List.of("generation", "schemas", "streams-app", "models-export", "bench")) {
      Files.createDirectories(house.resolve(module).resolve("src/main"));
    }
    Files.writeString(house.resolve("pom.xml"), "<project/>");
    tool("javac", "#!/bin/sh\n");
  }

  @Test
  void saysThatJavaIsMissingWhereJavaHomeLeads() throws Exception {
    Run run = run(Map.of("JAVA_HOME", directory.resolve("nowhere").toString()), "generators");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output()).contains("JAVA_HOME is ", "nowhere", "JDK 17").hasLineCount(1);
  }

  @Test
  void saysThatJavaIsTooOld() throws Exception {
    tool("java", "#!/bin/sh\necho 'java version \"1.8.0_292\"' >&2\n");

    Run run = run(Map.of(), "generators");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output()).contains("JDK 17 or newer", "is version 8").hasLineCount(1);
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    tool("java", NEWER_JAVA);

    Run run = run(Map.of(), "generators");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output()).contains("Maven is missing").hasLineCount(1);
  }

  @Test
  void buildsOnceAndPassesArgumentsAndExitCodeThrough() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN);

    Run first = run(Map.of(), "generate", "--out", "a b");
    Run second = run(Map.of(), "generators");

    assertThat(first.code()).isEqualTo(7);
    assertThat(first.output())
        .contains("Building Kiln (first run only) …")
        .contains("ran dev.kiln.streams.cli.KilnMain generate --out a b with ")
        .contains("/streams-app/target/classes:/bin/sh in " + house.toRealPath());
    assertThat(second.output()).doesNotContain("Building");
    assertThat(Files.readAllLines(house.resolve("built"))).hasSize(1);
  }

  @Test
  void buildsAgainForOtherProfilesAndKeepsToThem() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN);
    run(Map.of(), "generators");
    run(Map.of("KILN_PROFILES", "gpu"), "generators");
    Run again = run(Map.of("KILN_PROFILES", "gpu"), "generators");

    assertThat(again.output()).doesNotContain("Building");
    assertThat(Files.readAllLines(house.resolve("built")))
        .hasSize(2)
        .last()
        .asString()
        .contains("-Pgpu package");
  }

  @Test
  void buildsAgainAfterASourceChanged() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN);
    run(Map.of(), "generators");
    Path source = Files.writeString(house.resolve("generation/src/main/A.java"), "class A {}");
    Path stamp = house.resolve("streams-app/target/kiln-built");
    Files.setLastModifiedTime(
        source, FileTime.fromMillis(Files.getLastModifiedTime(stamp).toMillis() + 5000));

    Run run = run(Map.of(), "generators");

    assertThat(run.output()).contains("Building Kiln (sources changed) …");
  }

  @Test
  void showsWhatTheBuildSaidWhenItFails() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", "#!/bin/sh\necho '[ERROR] A.java: no such symbol'\nexit 1\n");

    Run run = run(Map.of(), "generators");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output()).contains("A.java: no such symbol", "the build failed");
  }

  @Test
  void findsItsHouseThroughASymbolicLink() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN);
    Path link = Files.createSymbolicLink(tools.resolve("kiln"), Path.of("../house/kiln"));

    Run run = run(link, Map.of(), "generators");

    assertThat(run.output()).contains("in " + house.toRealPath());
  }

  @Test
  void trainingHasAModuleOfItsOwn() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN.replace("streams-app/target", "models-export/target"));

    Run run = run(Map.of(), "train", "--help");

    assertThat(run.output()).contains("ran dev.kiln.export.cli.ModelsMain train --help");
    assertThat(Files.readString(house.resolve("built"))).contains("-pl models-export -am");
  }

  @Test
  void measuringHasAModuleOfItsOwn() throws Exception {
    tool("java", NEWER_JAVA);
    tool("mvn", WORKING_MVN.replace("streams-app/target", "bench/target"));

    Run run = run(Map.of(), "bench", "limit", "--help");

    assertThat(run.output()).contains("ran dev.kiln.bench.cli.BenchMain limit --help");
    assertThat(Files.readString(house.resolve("built"))).contains("-pl bench -am");
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    return run(house.resolve("kiln"), environment, arguments);
  }

  private Run run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("PATH", tools + ":" + basics());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }

  /** A directory with what the script itself needs, and neither java nor mvn. */
  private Path basics() throws IOException {
    Path basics = directory.resolve("basics");
    if (Files.isDirectory(basics)) {
      return basics;
    }
    Files.createDirectories(basics);
    for (String name :
        List.of("bash", "cat", "dirname", "find", "head", "mkdir", "mv", "readlink", "sed")) {
      Path there = Path.of("/usr/bin", name);
      Path tool = Files.exists(there) ? there : Path.of("/bin", name);
      executable(Files.writeString(basics.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n"));
    }
    return basics;
  }

  private void tool(String name, String script) throws IOException {
    executable(Files.writeString(tools.resolve(name), script));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
