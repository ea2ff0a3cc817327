package dev.kiln.export.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path directory;

  @Test
  void readsQuotedFieldsAndKeepsEmptyOnes() throws IOException {
    TextTable table = read("name,\"a, b\",c\n\"said \"\"no\"\"\",\"two\nlines\",\n x ,,3\n");

    assertThat(table.name()).isEqualTo("table.csv");
    assertThat(table.header()).containsExactly("name", "a, b", "c");
    assertThat(table.rows())
        .containsExactly(List.of("said \"no\"", "two\nlines", ""), List.of("x", "", "3"));
  }

  @Test
  void readsWhatSpreadsheetsWrite() throws IOException {
    assertThat(read("\uFEFFa;b\r\n1,5;2\r\n").rows()).containsExactly(List.of("1,5", "2"));
    assertThat(read("\uFEFFa;b\r\n1,5;2\r\n").header()).containsExactly("a", "b");
    assertThat(read("a\tb\n1\t2\n").rows()).containsExactly(List.of("1", "2"));
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    TextTable table =
        new TextTable(
            "table.csv",
            List.of("a", "b,c"),
            List.of(List.of("1", "\"quoted\""), List.of("", "line\nbreak")));
    table.write(directory.resolve("table.csv"));

    assertThat(CsvFile.read(directory.resolve("table.csv"))).isEqualTo(table);
  }

  @Test
  void saysWhichLineIsRagged() throws IOException {
    assertRefused(
        "a,b,c\n1,2,3\n4,5\n", ", line 3: found 2 fields, expected 3, as the first line names");
    assertRefused(
        "a,b\n\"x\ny\",2\n1,2,3\n",
        ", line 4: found 3 fields, expected 2, as the first line names");
  }

  @Test
  void refusesHeadersThatCannotBe() throws IOException {
    assertRefused("a,b,a\n1,2,3\n", ", line 1: columns 1 and 3 are both called a");
    assertRefused("a,,c\n1,2,3\n", ", line 1: column 2 has no name");
  }

  @Test
  void refusesFilesWithoutRows() throws IOException {
    assertRefused("", " is empty; expected a line of column names, then rows");
    assertRefused("a,b\n", " names its columns and has no rows");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = directory.resolve("table.csv");
    Files.write(file, "a,b\ncaf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CsvFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not text in UTF-8");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = directory.resolve("none.csv");
    assertThatThrownBy(() -> CsvFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("CSV file " + file + " does not exist");
  }

  private TextTable read(String text) throws IOException {
    Path file = directory.resolve("table.csv");
    Files.writeString(file, text);
    return CsvFile.read(file);
  }

  private void assertRefused(String text, String sentence) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessage(directory.resolve("table.csv") + sentence);
  }
}
