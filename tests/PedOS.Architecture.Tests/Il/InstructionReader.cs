using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace PedOS.Architecture.Tests.Il;

/// <summary>Walks the bytes of a method body.</summary>
public static class InstructionReader
{
    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (ushort)code.Value);

    public static IEnumerable<Instruction> Read(BlobReader il)
    {
        var instructions = new List<Instruction>();
        while (il.RemainingBytes > 0)
        {
            ushort value = il.ReadByte();
            if (value == 0xFE)
            {
                value = (ushort)(0xFE00 | il.ReadByte());
            }

            OpCode code = Codes[value];
            int token = 0;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig
                    or OperandType.InlineString or OperandType.InlineTok or OperandType.InlineType:
                    token = il.ReadInt32();
                    break;
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += checked(targets * sizeof(int));
                    break;
                default:
                    il.Offset += OperandSize(code.OperandType);
                    break;
            }

            instructions.Add(new Instruction(code, token));
        }

        return instructions;
    }

    private static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new InvalidDataException($"operand type {type}"),
    };
}
