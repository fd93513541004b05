using System.Globalization;

namespace LwCoder.Telemetry;

/// <summary>
/// A database on a server: `mysql://user@host:3306/database`, with `?tls=required`, `?tls=unverified`, `?tls_ca=FILE` or
/// `?socket=FILE`.
/// </summary>
internal sealed record StoreAddress(string User, string Host, int Port, string Database)
{
    /// <summary>Where the password comes from: neither files nor argument lists are a place for it.</summary>
    public const string PasswordVariable = "LW_CODER_STORE_PASSWORD";

    private const string Form = "mysql://user@host:3306/database";

    public StoreTls Tls { get; init; } = StoreTls.Off;

    /// <summary>Certificates to trust, in place of the system's.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>A local socket in place of host and port.</summary>
    public string? Socket { get; init; }

    public static bool IsOne(string text) => Problem(text) is null;

    /// <exception cref="UserError">It is none; the message says why.</exception>
    public static StoreAddress Parse(string text)
    {
        if (Problem(text) is { } problem)
        {
            throw new UserError($"[store] url: {problem}", $"write it as {Form}", ExitCode.Environment);
        }
        var url = new Uri(text);
        var options = Options(url);
        var authority = options.GetValueOrDefault("tls_ca");
        return new StoreAddress(
            Uri.UnescapeDataString(url.UserInfo),
            url.Host.Trim('[', ']'),
            url.IsDefaultPort || url.Port < 0 ? 3306 : url.Port,
            url.AbsolutePath.Trim('/'))
        {
            Tls = options.GetValueOrDefault("tls") switch
            {
                "required" => StoreTls.Verified,
                "unverified" => StoreTls.Unverified,
                _ => authority is null ? StoreTls.Off : StoreTls.Verified,
            },
            TlsAuthority = authority,
            Socket = options.GetValueOrDefault("socket"),
        };
    }

    public override string ToString() => Socket is null
        ? string.Create(CultureInfo.InvariantCulture, $"mysql://{User}@{Host}:{Port}/{Database}")
        : $"mysql://{User}@{Host}/{Database}?socket={Socket}";

    private static string? Problem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "mysql" || url.Host.Length == 0)
        {
            return "it must begin like mysql://user@host";
        }
        if (url.UserInfo.Contains(':'))
        {
            return $"a password has no place in it; set {PasswordVariable} instead";
        }
        if (url.UserInfo.Length == 0)
        {
            return "it names no user";
        }
        var database = url.AbsolutePath.Trim('/');
        if (database.Length is 0 or > 64 || !database.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
        {
            return "the database's name must be 1 to 64 letters, digits, _ and -";
        }
        foreach (var (name, value) in Options(url))
        {
            if (name is not ("tls" or "tls_ca" or "socket") || value.Length == 0
                || name == "tls" && value is not ("required" or "unverified" or "off"))
            {
                return $"?{name}={value} is not known; "
                    + "there are tls=required, tls=unverified, tls=off, tls_ca=FILE and socket=FILE";
            }
        }
        return null;
    }

    private static Dictionary<string, string> Options(Uri url)
    {
        var options = new Dictionary<string, string>();
        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            options[equals < 0 ? option : option[..equals]] = equals < 0 ? "" : Uri.UnescapeDataString(option[(equals + 1)..]);
        }
        return options;
    }
}

internal enum StoreTls
{
    Off,
    /// <summary>With a certificate that is checked.</summary>
    Verified,
    /// <summary>With any certificate: against those who listen, not against those who pretend.</summary>
    Unverified,
}
