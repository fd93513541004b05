using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Configuration.Toml;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Configuration.Toml;

/// <summary>Whatever it is fed, the reader gives a table or a <see cref="TomlException"/> whose place is in the text.</summary>
public sealed class TomlReaderProperties
{
    private static readonly string[] Fragments =
    [
        "a", "b", "\"", "\"\"\"", "'", "'''", "=", " = ", ".", ",", "[", "]", "[[", "]]", "{", "}", "\n", "\r\n", "\r", "\\",
        "\\u00e9", "#",
        " ", "\t", "1", "0x", "_", "1e", "-", "+", "inf", "nan", "true", "2024-02-29", "T", "12:00:00", "Z", "+01:00", "é",
        "😀", "\0", "\uFEFF",
        "a = 1\n", "[a]\n", "[[b]]\n", "a.b = {c = [1, 2]}\n",
    ];

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Prop.ForAll<byte[]>(ReadsOrRefuses).ShouldHold(2000, size: 200);

    [Fact]
    public void Any_mixture_of_toml_is_read_or_refused()
    {
        var mixture = Gen.Elements(Fragments).ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

        Prop.ForAll(Arb.From(mixture), ReadsOrRefuses).ShouldHold(5000, size: 30);
    }

    [Fact]
    public void A_damaged_document_is_read_or_refused()
    {
        var documents = TomlCases.Valid.Select(row => Encoding.UTF8.GetBytes((string)row[0])).Where(bytes => bytes.Length > 0);
        var damaged =
            from document in Gen.Elements(documents)
            from place in Gen.Choose(0, document.Length - 1)
            from value in Gen.Choose(0, 255)
            select document.Select((old, index) => index == place ? (byte)value : old).ToArray();

        Prop.ForAll(Arb.From(damaged), ReadsOrRefuses).ShouldHold(5000);
    }

    private static bool ReadsOrRefuses(byte[] toml)
    {
        try
        {
            return TomlReader.Read(toml) is not null;
        }
        catch (TomlException error)
        {
            return error.Message.Length > 0
                && error.Position.Column is >= 1 && error.Position.Line >= 1
                && error.Position.Line <= toml.Count(value => value == '\n') + 1;
        }
    }
}
