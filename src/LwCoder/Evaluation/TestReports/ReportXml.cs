using System.Xml;
using System.Xml.Linq;

namespace LwCoder.Evaluation.TestReports;

/// <summary>XML that code under test has written: no DTD, no entities, nothing from elsewhere.</summary>
internal static class ReportXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        // What a test printed may hold characters that XML does not allow.
        CheckCharacters = false,
    };

    /// <returns>Null for what is no XML, is cut off, or nests deeper than any report.</returns>
    public static XElement? TryRead(Stream text)
    {
        const int Deepest = 64;
        try
        {
            using var reader = XmlReader.Create(text, Settings);
            var builder = new XDocument();
            using (var writer = builder.CreateWriter())
            {
                while (reader.Read())
                {
                    if (reader.Depth > Deepest)
                    {
                        return null;
                    }
                    Copy(reader, writer);
                }
            }
            return builder.Root;
        }
        catch (Exception damaged) when (damaged is XmlException or InvalidOperationException or ArgumentException)
        {
            // No report. That there is none is seen in the counts.
            return null;
        }
    }

    public static string? Attribute(XElement element, string name) => element.Attribute(name)?.Value;

    /// <summary>Whatever its namespace is.</summary>
    public static bool Is(XElement element, string name) => element.Name.LocalName == name;

    public static XElement? Child(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => Is(child, name));

    private static void Copy(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                var isEmpty = reader.IsEmptyElement;
                writer.WriteAttributes(reader, defattr: false);
                if (isEmpty)
                {
                    writer.WriteEndElement();
                }
                break;
            case XmlNodeType.EndElement:
                writer.WriteEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                writer.WriteString(reader.Value);
                break;
        }
    }
}
