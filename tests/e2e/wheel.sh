#!/usr/bin/env bash
# Builds the wheel, installs it in an empty environment outside the checkout and extracts a bulletin there.
set -euo pipefail
python=$(realpath -s "$1")
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m build --wheel --no-isolation --outdir "$work/dist" "$root" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/env"
# the versions of the lock file, without the tools for development
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  --constraint <(grep -E '^[A-Za-z0-9]' "$root/requirements.lock" | sed 's/ *\\$//') "$work"/dist/bantin-*.whl
cd "$work"
cat >bulletin.txt <<'TEXT'
Sở Tài chính tỉnh Hưng Yên tổng kết công tác năm 2023

28/12/2023

Sáng 28/12, Sở Tài chính tổ chức Hội nghị tổng kết công tác năm 2023. Ông Lê Văn An, Phó Chủ tịch UBND tỉnh, dự và phát biểu chỉ đạo.
TEXT
env/bin/bantin extract bulletin.txt -o out.jsonl
env/bin/python - <<'PY'
import json, pathlib, importlib.util
record = json.loads(pathlib.Path("out.jsonl").read_text())
assert any(o["name"] == "Lê Văn An" for o in record["officials"]), record["officials"]
assert importlib.util.find_spec("tests") is None, "the wheel must not carry tests"
from extract import extract_text
assert extract_text("Tiêu đề\n\nÔng Lê Văn An, Giám đốc Sở Tài chính.").officials[0].name == "Lê Văn An"
print("wheel: extracts a bulletin outside the checkout")
PY
