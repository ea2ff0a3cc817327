package dev.kiln.export.evaluate.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A page as an XML parser sees it, which accepts nothing that is not well-formed.
 *
 * @param document the page
 */
public record Page(Document document) {
  public static Page read(Path file) throws IOException, SAXException {
    return of(Files.readString(file));
  }

  static Page of(String page) throws IOException, SAXException {
    try {
      return new Page(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8))));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java can parse XML", e);
    }
  }

  /** The ids of all sections, in order. */
  public List<String> sections() {
    List<String> ids = new ArrayList<>();
    NodeList found = document.getElementsByTagName("section");
    for (int i = 0; i < found.getLength(); i++) {
      ids.add(((Element) found.item(i)).getAttribute("id"));
    }
    return ids;
  }

  /** How often an element stands in the page. */
  public int count(String element) {
    return document.getElementsByTagName(element).getLength();
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }
}
