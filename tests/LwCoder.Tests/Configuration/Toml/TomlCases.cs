namespace LwCoder.Tests.Configuration.Toml;

/// <summary>Small documents, each for one rule. Expected values are written `type:value`.</summary>
public static class TomlCases
{
    public static TheoryData<string, string> Valid { get; } = new()
    {
        // Documents and comments
        { "", "{}" },
        { "\n\r\n \t\n", "{}" },
        { "# only a comment", "{}" },
        { "# tab\there, ümläut 日本 and \uFEFF are fine\na=1", """{"a":"integer:1"}""" },
        { "\uFEFFa=1", """{"a":"integer:1"}""" },
        { "a=1#no blank needed\r\nb=2 # c\r\n", """{"a":"integer:1","b":"integer:2"}""" },

        // Keys
        { "bare_KEY-1 = 1", """{"bare_KEY-1":"integer:1"}""" },
        { "1234 = 1\n3.14 = 2", """{"1234":"integer:1","3":{"14":"integer:2"}}""" },
        { "\"\" = 1\n'q\"' = 2\n\"\\u00e9\" = 3", """{"":"integer:1","q\"":"integer:2","é":"integer:3"}""" },
        { "a . \"b.c\"\t. d = 1", """{"a":{"b.c":{"d":"integer:1"}}}""" },
        { "a.x = 1\nb = 2\na.y = 3", """{"a":{"x":"integer:1","y":"integer:3"},"b":"integer:2"}""" },
        { "true = 1\ninf = 2", """{"true":"integer:1","inf":"integer:2"}""" },

        // Strings
        { """a = "\b\t\n\f\r\"\\ \u00E9 \U0001F600" """, """{"a":"string:\b\t\n\f\r\"\\ é 😀"}""" },
        { "a = 'C:\\no\\escape'\nb = ''", """{"a":"string:C:\\no\\escape","b":"string:"}""" },
        { "a = \"\"\"\nfirst\n\"two\" \"\"quotes\"\"\"\"\"", """{"a":"string:first\n\"two\" \"\"quotes\"\""}""" },
        { "a = '''\r\nraw \\ 'x' ''y'''''", """{"a":"string:raw \\ 'x' ''y''"}""" },
        { "a = \"\"\"one \\  \t\n\n \r\n  two\"\"\"", """{"a":"string:one two"}""" },
        { "a = \"\"\"\\\n   \"\"\"", """{"a":"string:"}""" },
        { "a = \"\"\"keeps\r\nits line ends\n\"\"\"", """{"a":"string:keeps\r\nits line ends\n"}""" },
        { "a = \"# no comment\" # comment", """{"a":"string:# no comment"}""" },
        { "a = \"\"\"\"quoted\"\"\"\"", """{"a":"string:\"quoted\""}""" },

        // Integers
        { "a=+99\nb=-0\nc=1_000_000", """{"a":"integer:99","b":"integer:0","c":"integer:1000000"}""" },
        { "a=0xDEAD_beef\nb=0o0755\nc=0b0_1", """{"a":"integer:3735928559","b":"integer:493","c":"integer:1"}""" },
        {
            "a=9223372036854775807\nb=-9223372036854775808",
            """{"a":"integer:9223372036854775807","b":"integer:-9223372036854775808"}"""
        },
        { "a=0x7fffffffffffffff", """{"a":"integer:9223372036854775807"}""" },

        // Floats
        { "a=+1.5\nb=-0.0\nc=1_0.0_1", """{"a":"float:1.5","b":"float:-0","c":"float:10.01"}""" },
        { "a=5e+2\nb=1E06\nc=-2.5e-1\nd=0e0", """{"a":"float:500","b":"float:1000000","c":"float:-0.25","d":"float:0"}""" },
        { "a=inf\nb=-inf\nc=+nan", """{"a":"float:inf","b":"float:-inf","c":"float:nan"}""" },

        // Booleans
        { "a=true\nb=false", """{"a":"bool:true","b":"bool:false"}""" },

        // Dates and times
        { "a=1979-05-27T07:32:00Z", """{"a":"datetime:1979-05-27T07:32:00Z"}""" },
        { "a=1979-05-27t00:32:00.5z", """{"a":"datetime:1979-05-27T00:32:00.500Z"}""" },
        { "a=1979-05-27 00:32:00.123456789-07:00", """{"a":"datetime:1979-05-27T00:32:00.123456789-07:00"}""" },
        { "a=1979-05-27T07:32:00\nb=1979-05-27", """{"a":"datetime-local:1979-05-27T07:32:00","b":"date-local:1979-05-27"}""" },
        { "a=1979-05-27 # no time follows", """{"a":"date-local:1979-05-27"}""" },
        { "a=07:32:00\nb=23:59:60", """{"a":"time-local:07:32:00","b":"time-local:23:59:60"}""" },
        {
            "a=2000-02-29\nb=2024-02-29\nc=0000-02-29",
            """{"a":"date-local:2000-02-29","b":"date-local:2024-02-29","c":"date-local:0000-02-29"}"""
        },

        // Arrays
        { "a=[]\nb=[ 1,2 , ]", """{"a":[],"b":["integer:1","integer:2"]}""" },
        { "a=[ # one\n 'x' # two\n , [true] # three\n ]", """{"a":["string:x",["bool:true"]]}""" },
        { "a=[1,'b',{c=2.0}]", """{"a":["integer:1","string:b",{"c":"float:2"}]}""" },
        { "a=[1979-05-27 07:32:00,12:00:00]", """{"a":["datetime-local:1979-05-27T07:32:00","time-local:12:00:00"]}""" },

        // Inline tables
        { "a={}\nb={ x = 1 , y.z = [\n2\n] }", """{"a":{},"b":{"x":"integer:1","y":{"z":["integer:2"]}}}""" },
        { "a={b.c=1,b.d={e=2}}", """{"a":{"b":{"c":"integer:1","d":{"e":"integer:2"}}}}""" },

        // Tables
        { "[a]\n[a.b]\nc=1\n[d]", """{"a":{"b":{"c":"integer:1"}},"d":{}}""" },
        { "[ a . 'b' ] # comment\nx=1", """{"a":{"b":{"x":"integer:1"}}}""" },
        { "[a.b.c]\nx=1\n[a]\ny=2", """{"a":{"b":{"c":{"x":"integer:1"}},"y":"integer:2"}}""" },
        { "[a]\nb.c=1\n[a.b.d]\nx=2", """{"a":{"b":{"c":"integer:1","d":{"x":"integer:2"}}}}""" },
        { "[a.b.c]\n[a]\nb.d=1", """{"a":{"b":{"c":{},"d":"integer:1"}}}""" },

        // Arrays of tables
        { "[[a]]\nx=1\n[[a]]\n[[a]]\nx=2", """{"a":[{"x":"integer:1"},{},{"x":"integer:2"}]}""" },
        {
            "[[a]]\n[a.b]\nx=1\n[[a.c]]\n[[a]]\n[a.b]\nx=2",
            """{"a":[{"b":{"x":"integer:1"},"c":[{}]},{"b":{"x":"integer:2"}}]}"""
        },
        { "[[a.b]]\nx=1\n[a]\ny=2", """{"a":{"b":[{"x":"integer:1"}],"y":"integer:2"}}""" },
    };

    public static TheoryData<string> Invalid { get; } =
    [
        // Documents, comments, line ends
        "a=1 b=2", "a=1\rb=2", "# bare \r return", "# nul \0", "# delete \x7f", "a=1\n\uFEFFb=2", "\uFEFF\uFEFFa=1", "\v",
        "a\u00A0=1",

        // Keys
        "=1", "a", "a=", "a\n=1", "a b=1", "ä=1", "a..b=1", ".a=1", "a.=1", "\"\"\"a\"\"\"=1", "'a\nb'=1", "\"a=1", "a=1\na=2",
        "a=1\n\"a\"=2", "a.b=1\na=2", "a=1\na.b=2", "a=[]\na.b=1",

        // Strings
        "a=\"x", "a='x", "a=\"x\ny\"", "a='x\ny'", "a=\"\\x41\"", "a=\"\\e\"", "a=\"\\ \"", "a=\"\\u00e\"", "a=\"\\uD800\"",
        "a=\"\\U00110000\"", "a=\"\\UFFFFFFFF\"", "a=\"\0\"", "a=\"\u001f\"", "a='\u0001'", "a=\"\u007f\"", "a=\"\"\"x\"\"",
        "a='''x''",
        "a=\"\"\"x\"\"\"\"\"\"", "a='''x''''''", "a=\"\"\"\r\"\"\"", "a=\"\"\"\\ x\"\"\"", "a=\"\"\"\\\r x\"\"\"",
        "a='''\u0000'''", "a=x", "a=\"x\"y",

        // Integers
        "a=01", "a=+01", "a=-00", "a=1_", "a=_1", "a=1__0", "a=++1", "a=+0x1", "a=-0b1", "a=0X1", "a=0x", "a=0x_1", "a=0x1_",
        "a=0b2",
        "a=0o8", "a=0xg", "a=9223372036854775808", "a=-9223372036854775809", "a=0x8000000000000000", "a=1a", "a=١", "a=+", "a=-",

        // Floats
        "a=1.", "a=.1", "a=+.1", "a=1.e1", "a=1e", "a=1e+", "a=1e1.0", "a=1_.0", "a=1._0", "a=1.0_", "a=1_e1", "a=1e_1", "a=1e1_",
        "a=01.0", "a=1.0.0", "a=Inf", "a=NaN", "a=infinity", "a=+ inf", "a=0x1.0",

        // Booleans
        "a=True", "a=tru", "a=truex", "a=FALSE",

        // Dates and times
        "a=2023-02-29", "a=1900-02-29", "a=2023-00-01", "a=2023-13-01", "a=2023-04-31", "a=2023-1-01", "a=23-01-01",
        "a=10000-01-01",
        "a=2023-01-01T", "a=2023-01-01T24:00:00Z", "a=2023-01-01T00:60:00Z", "a=2023-01-01T00:00:61Z", "a=2023-01-01T00:00Z",
        "a=2023-01-01T00:00:00.Z", "a=2023-01-01T00:00:00+24:00", "a=2023-01-01T00:00:00+00:60", "a=2023-01-01T00:00:00+0000",
        "a=2023-01-01T00:00:00+1:00", "a=2023-01-01  00:00:00", "a=2023-01-01x00:00:00", "a=12:00", "a=1:00:00", "a=12:00:00.",
        "a=12:00:00Z", "a=2023-01-01 x", "a=2023-01-01T00:00:00ZZ", "a=-2023-01-01",

        // Arrays
        "a=[", "a=[1", "a=[1 2]", "a=[,]", "a=[1,,2]", "a=[1]]", "a=[1}", "a=[x=1]",

        // Inline tables
        "a={", "a={x=1", "a={x=1,}", "a={,}", "a={x=1 y=2}", "a={\n}", "a={x=1,\ny=2}", "a={x=1 # c\n}", "a={x}", "a={x=1,x=2}",
        "a={x.y=1,x={}}", "a={x={},x.y=1}", "a={}\na.b=1", "a={}\n[a]", "a={}\n[a.b]", "a={}\n[[a]]", "a={b={}}\n[a.b.c]",

        // Tables
        "[", "[]", "[a", "[a]x", "[a] b=1", "[a\n]", "[a.]", "[.a]", "[a..b]", "[a]]", "[[a]", "[ [a]]", "[[a] ]", "[a]\n[a]",
        "[a]\nb=1\n[a.b]",
        "a=1\n[a]", "a.b=1\n[a]", "[a]\nb.c=1\n[a.b]", "[a.b]\n[a]\nb.c=1", "[a.b.c]\n[a]\nb.d=1\n[a.b]", "[a.b]\n[a]\n[a.b]",
        "[a.b]\n[a]\n[a]", "[ä]",

        // Arrays of tables
        "[[]]", "[[a]]\n[a]", "[a]\n[[a]]", "a=[]\n[[a]]", "a=[{}]\n[a.b]", "[[a]]\n[a.b]\n[[a.b]]", "[a.b]\n[[a]]",
        "a.b=1\n[[a]]",
        "[[a.b]]\n[a]\nb.c=1", "[[a]]\n[a.b]\n[a.b]",
    ];
}
