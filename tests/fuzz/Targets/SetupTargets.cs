using System.Security.Cryptography;
using System.Text;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Signatures;
using PedOS.Tools.Engine.Text;

namespace PedOS.Fuzz.Targets;

/// <summary>What the setup reads: JSON, the books it keeps on a machine, a package's list and its signature.</summary>
internal static class SetupTargets
{
    // What the catalogs of the corpus list.
    private static readonly byte[] SignedList = "{ the list }"u8.ToArray();

    public static void Json(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        JsonValue value;
        try
        {
            value = JsonText.Read(text);
        }
        catch (FormatException)
        {
            return;
        }

        // Another reader agrees that it is JSON, and writing gives the same value again.
        Check.That(Slow.IsJson(text));
        string once = value.ToString();
        Check.Same(once, JsonText.Read(once).ToString());
        Check.Same(once, JsonText.Read(JsonText.Write(value, isIndented: true)).ToString());
        ReadAs(() => Plan.FromJson(value).ToJson());
        ReadAs(() => Receipt.FromJson(value).ToJson());
    }

    public static void PackageFiles(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        try
        {
            foreach (PackageEntry file in PackageList.Read(text).Files)
            {
                Check.That(!file.Path.StartsWith('/') && !file.Path.Contains('\\', StringComparison.Ordinal));
                Check.That(!file.Path.Split('/').Any(static part => part is "" or "." or ".."));
                Check.That(!file.Path.Contains(':', StringComparison.Ordinal));
            }
        }
        catch (SetupException e)
        {
            Check.Same(SetupError.DamagedPackage, e.Error);
        }
    }

    public static void Signature(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _ = PackageSignature.Check(SignedList, bytes, PackageTrust.Everybody(DateTimeOffset.UnixEpoch));

            // Only a message that names this very list says anything about it.
            Check.That(input.IndexOf(SHA256.HashData(SignedList)) > 0);
        }
        catch (SetupException e)
        {
            Check.That(e.Error is SetupError.DamagedSignature or SetupError.DamagedPackage);
        }

        try
        {
            foreach (Certificate certificate in CertificateReader.Read(bytes))
            {
                Check.That(!certificate.Name.Any(char.IsControl) && certificate.Raw.Length <= bytes.Length);
            }
        }
        catch (FormatException)
        {
            // No certificate.
        }

        Check.Allocated(before, bytes.Length);
    }

    public static void Journal(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        try
        {
            IReadOnlyList<JournalRecord> records = JournalFormat.Read(bytes, out int length);
            Check.That(length <= bytes.Length);

            // What was read is what stands there: writing it gives the same bytes, if the JSON was written by us.
            byte[] again = [.. JournalFormat.Header, .. records.SelectMany(static (r, i) => JournalFormat.Write(i, r))];
            Check.Same(records.Count, JournalFormat.Read(again, out _).Count);
        }
        catch (SetupException e)
        {
            Check.Same(SetupError.UnreadableJournal, e.Error);
        }
    }

    private static void ReadAs(Func<JsonValue> read)
    {
        try
        {
            string once = read().ToString();
            Check.Same(once, JsonText.Read(once).ToString());
        }
        catch (FormatException)
        {
            // JSON, but not of this kind.
        }
        catch (SetupException e)
        {
            // A plan that has a resource twice.
            Check.Same(SetupError.Internal, e.Error);
        }
    }
}
