using System.Buffers;
using System.Text;

namespace LwCoder.Agents.Transcripts;

internal enum JsonArrayStep
{
    /// <summary>Nothing to tell; the data went through.</summary>
    Nothing,
    /// <summary>The last byte taken opens an object of the array.</summary>
    ItemStarts,
    /// <summary>The last byte taken closes it.</summary>
    ItemEnds,
}

/// <summary>Finds where the objects of a JSON array begin and end, in data that comes piece by piece.</summary>
internal sealed class JsonArrayScanner(string property)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private readonly byte[] _property = Encoding.UTF8.GetBytes(property);

    /// <summary>The last text beside the array, which may turn out to be its name.</summary>
    private readonly ArrayBufferWriter<byte> _name = new();

    private int _depth;

    /// <summary>How deep the items lie: 1 in an array, 2 in an array in an object; 0 while that is not known.</summary>
    private int _itemDepth;
    private bool _isWrapped;
    private bool _inString;
    private bool _isEscaped;

    public bool IsClosed { get; private set; }

    public bool HasBegun => IsClosed || _itemDepth > 0;

    /// <summary>Something was opened and not closed.</summary>
    public bool IsInside => _depth > 0 || _inString;

    /// <returns>What was found, and how many bytes were taken up to it.</returns>
    public (JsonArrayStep Step, int Taken) Next(ReadOnlySpan<byte> data)
    {
        var at = 0;
        while (at < data.Length)
        {
            if (_inString)
            {
                at += TakeString(data[at..]);
                continue;
            }
            var found = data[at..].IndexOfAny(Structure);
            if (found < 0)
            {
                return (JsonArrayStep.Nothing, data.Length);
            }
            at += found + 1;
            if (Take(data[at - 1]) is var step and not JsonArrayStep.Nothing)
            {
                return (step, at);
            }
        }
        return (JsonArrayStep.Nothing, at);
    }

    private JsonArrayStep Take(byte letter)
    {
        switch (letter)
        {
            case (byte)'"':
                _inString = true;
                _name.ResetWrittenCount();
                break;
            case (byte)'{':
                _isWrapped |= _depth == 0;
                return _depth++ == _itemDepth && _itemDepth > 0 ? JsonArrayStep.ItemStarts : JsonArrayStep.Nothing;
            case (byte)'[':
                _depth++;
                if (_itemDepth == 0 && !IsClosed
                    && (_isWrapped ? _depth == 2 && _name.WrittenSpan.SequenceEqual(_property) : _depth == 1))
                {
                    _itemDepth = _depth;
                }
                break;
            case (byte)'}' when _depth > 0:
                return --_depth == _itemDepth && _itemDepth > 0 ? JsonArrayStep.ItemEnds : JsonArrayStep.Nothing;
            case (byte)']' when _depth > 0:
                if (_depth-- == _itemDepth)
                {
                    (_itemDepth, IsClosed) = (0, true);
                }
                break;
        }
        return JsonArrayStep.Nothing;
    }

    private int TakeString(ReadOnlySpan<byte> data)
    {
        var at = 0;
        if (_isEscaped)
        {
            (_isEscaped, at) = (false, 1);
        }
        while (at < data.Length)
        {
            var found = data[at..].IndexOfAny(InString);
            var end = found < 0 ? data.Length : at + found;
            Note(data[at..end]);
            if (found < 0)
            {
                return end;
            }
            if (data[end] == '"')
            {
                _inString = false;
                return end + 1;
            }
            at = end + 2;
        }
        _isEscaped = at > data.Length;
        return data.Length;
    }

    private void Note(ReadOnlySpan<byte> text)
    {
        if (_depth <= 1 && _name.WrittenCount + text.Length <= 256)
        {
            _name.Write(text);
        }
    }
}
