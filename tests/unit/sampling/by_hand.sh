# Re-performs a draw as its certificate's ten lines say: sh by_hand.sh KEY PREFIX
# Beside it lie frame.csv, lines.txt (the ten lines) and named.txt (the units chosen by name).
# Prints "case RANK UNIT" for each case and "used RANK UNIT" for each reserve used, in order.
set -eu
key=$1 prefix=$2
grep ',$' frame.csv | while IFS=, read -r unit stratum family children _; do
    rank=$(printf %s "$unit" | openssl dgst -sha256 -hmac "$key")
    printf '%s,%s,%s,%s,%s\n' "${rank##* }" "$unit" "$stratum" "$family" "$children"
done | LC_ALL=C sort >ranked.csv
awk -F, -v prefix="$prefix" '
    function clash(i, k, n, each) {
        if (!once) return 0
        if (family[i] != "" && ("f" family[i]) in seen) return 1
        n = split(children[i], each, " ")
        for (k = 1; k <= n; k++) if (("c" each[k]) in seen) return 1
        return 0
    }
    function grab(i, k, n, each) {
        gone[i] = 1
        seen["f" family[i]] = 1
        n = split(children[i], each, " ")
        for (k = 1; k <= n; k++) seen["c" each[k]] = 1
    }
    function numbers(text, k, n, part, at) {
        delete want
        n = split(text, part, /\047,? ?/)
        for (k = 1; k < n; k += 2) { at = part[k]; gsub(/[^0-9]/, "", at); want[part[k + 1]] = at + 0 }
    }
    function walk(what, i, k) {
        for (i = 1; i <= lines; i++) {
            if (i in gone || !want[stratum[i]] || clash(i)) continue
            grab(i); want[stratum[i]]--
            print what, rank[i], unit[i]
            of[what == "case" ? sprintf("%s-%02d", prefix, ++cases) : refs[++k]] = stratum[i]
        }
    }
    FILENAME == "lines.txt" { line[++ten] = $0; next }
    FILENAME == "named.txt" { named[$1] = 1; next }
    { rank[++lines] = $1; unit[lines] = $2; stratum[lines] = $3; family[lines] = $4
      children[lines] = $5 }
    END {
        once = line[9] ~ /Never take/
        for (i = 1; i <= lines; i++) if (unit[i] in named) grab(i)
        text = line[8]; sub(/.* take /, "", text); sub(/, passing by.*/, "", text)
        numbers(text); walk("case")
        text = line[10]
        if (text !~ /in this order: /) exit
        sub(/.*in this order: /, "", text); sub(/\. Each took.*/, "", text)
        uses = split(text, use, "; ")
        for (u = 1; u <= uses; u++) {
            delete want
            if (use[u] ~ /took the place of/) {
                split(use[u], word, " ")
                refs[1] = word[1]; want[of[word[6]]] = 1
            } else {
                numbers(substr(use[u], 1, index(use[u], " as ")))
                text = substr(use[u], index(use[u], " as ") + 4)
                sub(/ in the order.*/, "", text); split(text, refs, ", ")
            }
            walk("used")
        }
    }
' lines.txt named.txt ranked.csv
