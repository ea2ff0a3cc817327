package dev.kiln.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiln.docs.Rerun.Block;
import dev.kiln.docs.Rerun.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each block of commands in README and guides is run by {@code docs/rerun}, or says why not. */
class GuidesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(\\./kiln|mvn|java|docker|kubectl|curl|docs/rerun|bin/\\S+\\.sh) ");

  @Test
  void everyBlockOfCommandsIsRunOrSaysWhyNot() throws IOException {
    List<String> silent = new ArrayList<>();
    int run = 0;
    for (Path page : Rerun.pages(ROOT)) {
      for (Block block : Rerun.blocks(page)) {
        boolean commands = COMMAND.matcher(block.text()).find();
        if (block.kind() == Kind.UNMARKED || (commands && block.kind() == Kind.OTHER)) {
          silent.add(ROOT.relativize(page) + ":" + block.line());
        }
        if (block.kind() == Kind.NOT_RUN) {
          assertThat(block.argument()).as("%s:%d", page, block.line()).hasSizeGreaterThan(8);
        }
        run += block.kind() == Kind.RUN || block.kind() == Kind.STAYS_UP ? 1 : 0;
      }
    }
    assertThat(silent)
        .as("blocks of commands whose fence says neither \"sh run\" nor \"sh not run: REASON\"")
        .isEmpty();
    assertThat(run).isGreaterThan(8);
  }

  /** What stays up is waited for by what it prints, so it has to be said. */
  @Test
  void whatStaysUpSaysWhatItPrints() throws IOException {
    for (Path page : Rerun.pages(ROOT)) {
      List<Block> blocks = Rerun.blocks(page);
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).kind() == Kind.STAYS_UP) {
          assertThat(blocks.get(i + 1).kind())
              .as("%s:%d", page, blocks.get(i).line())
              .isEqualTo(Kind.PRINTED);
        }
      }
    }
  }

  @Test
  void fencesAreReadAsTheyAreMeant(@TempDir Path directory) throws IOException {
    Path page =
        Files.writeString(
            directory.resolve("page.md"),
            """
            ```sh run
            ./kiln generators
            ```
            ```text printed
            x
            ```
            ```sh not run: there is no GPU here
            nvidia-smi
            ```
            ```sh
            ls
            ```
            ```java file A.java
            class A {}
            ```
            """);

    assertThat(Rerun.blocks(page))
        .extracting(Block::line, Block::kind, Block::argument)
        .containsExactly(
            tuple(1, Kind.RUN, ""),
            tuple(4, Kind.PRINTED, ""),
            tuple(7, Kind.NOT_RUN, "there is no GPU here"),
            tuple(10, Kind.UNMARKED, ""),
            tuple(13, Kind.FILE, "A.java"));
  }

  @Test
  void numbersMayDifferAndWordsMayNot() {
    String printed = "wrote 12 files to a/b in 3.4 s\ndone\n";

    assertThat(Rerun.missing("wrote 4 files to a/b in 10.2 s\n…\ndone", printed)).isEmpty();
    assertThat(Rerun.missing("wrote … in 1 s", printed)).isEmpty();
    assertThat(Rerun.missing("read 4 files to a/b in 10.2 s\ndone", printed))
        .containsExactly("read 4 files to a/b in 10.2 s");
  }
}
