namespace LwCoder.Agents.Tools.Shell;

/// <summary>Puts the words of a shell command together: lists of pipelines of programs and groups.</summary>
internal sealed class ShellParser
{
    /// <summary>Brackets within brackets, shells within shells.</summary>
    private const int Deepest = 16;

    private static readonly string[] Keywords =
        ["if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "function", "[["];

    private readonly List<ShellList> _hidden;
    private readonly IReadOnlyList<ShellToken> _tokens;
    private readonly int _depth;
    private bool _isFollowed;
    private bool _writesFile;
    private int _at;

    private ShellParser(string text, List<ShellList> hidden, int depth)
    {
        (_hidden, _depth) = (hidden, depth);
        var read = ShellLexer.Read(text);
        (_tokens, _isFollowed, _writesFile) = (read.Tokens, read.IsWhole, read.WritesFile);
        foreach (var inner in depth < Deepest ? read.Substitutions : [])
        {
            hidden.Add(new ShellParser(inner, hidden, depth + 1).ReadAll());
        }
    }

    public static ShellScript Parse(string command)
    {
        var hidden = new List<ShellList>();
        var parser = new ShellParser(command, hidden, 0);
        var root = parser.ReadAll();
        return new ShellScript(root, hidden, parser._isFollowed, parser._writesFile);
    }

    private ShellList ReadAll()
    {
        var links = new List<ShellLink>();
        while (_at < _tokens.Count)
        {
            links.AddRange(ReadList(_depth).Links);
            // A closing bracket too many.
            _isFollowed &= _at >= _tokens.Count;
            _at++;
        }
        return new ShellList(links);
    }

    private ShellList ReadList(int depth)
    {
        var links = new List<ShellLink>();
        while (_at < _tokens.Count && !_tokens[_at].Is(")") && _tokens[_at] is not { IsWord: true, Text: "}" })
        {
            var pipeline = ReadPipeline(depth);
            var joint = _at < _tokens.Count && !_tokens[_at].IsWord && !_tokens[_at].Is(")") ? _tokens[_at++].Text : ";";
            if (pipeline.Parts.Count > 0)
            {
                links.Add(new ShellLink(pipeline, joint is "&&" or "||" or "&" ? joint : ";"));
            }
            // A line may break after an operator.
            while (_at < _tokens.Count && _tokens[_at].Is("\n"))
            {
                _at++;
            }
        }
        return new ShellList(links);
    }

    private ShellPipeline ReadPipeline(int depth)
    {
        var negated = false;
        while (_at < _tokens.Count && _tokens[_at] is { IsWord: true, Text: "!" })
        {
            negated = !negated;
            _at++;
        }
        var parts = new List<ShellNode>();
        do
        {
            if (ReadPart(depth) is { } part)
            {
                parts.Add(part);
            }
        }
        while (_at < _tokens.Count && (_tokens[_at].Is("|") || _tokens[_at].Is("|&")) && ++_at > 0);
        return new ShellPipeline(negated, parts);
    }

    private ShellNode? ReadPart(int depth)
    {
        while (_at < _tokens.Count && _tokens[_at].IsWord && Keywords.Contains(_tokens[_at].Text))
        {
            _isFollowed = false;
            _at++;
        }
        if (_at < _tokens.Count && (_tokens[_at].Is("(") || _tokens[_at] is { IsWord: true, Text: "{" }))
        {
            return ReadGroup(depth);
        }
        var words = new List<string>();
        while (_at < _tokens.Count && _tokens[_at].IsWord)
        {
            words.Add(_tokens[_at++].Text);
        }
        if (_at < _tokens.Count && _tokens[_at].Is("("))
        {
            // A function, or an array.
            _isFollowed = false;
            SkipBrackets();
        }
        return StepOf(words);
    }

    private ShellList? ReadGroup(int depth)
    {
        _at++;
        if (depth >= Deepest)
        {
            (_isFollowed, _at) = (false, _tokens.Count);
            return null;
        }
        var group = ReadList(depth + 1);
        _isFollowed &= _at < _tokens.Count;
        _at++;
        // Redirections are gone already; a word after a bracket is a mistake.
        return group;
    }

    private void SkipBrackets()
    {
        while (_at < _tokens.Count && !_tokens[_at++].Is(")"))
        {
        }
    }

    private ShellNode? StepOf(List<string> words)
    {
        var program = ShellWrappers.TakeOff(words);
        if (program.Count == 0)
        {
            return null;
        }
        if (ShellWrappers.InnerCommand(program) is not { } inner)
        {
            return new ShellStep(program);
        }
        if (_depth >= Deepest)
        {
            _isFollowed = false;
            return new ShellStep(program);
        }
        var parser = new ShellParser(inner, _hidden, _depth + 1);
        var list = parser.ReadAll();
        _isFollowed &= parser._isFollowed;
        _writesFile |= parser._writesFile;
        return list;
    }
}
