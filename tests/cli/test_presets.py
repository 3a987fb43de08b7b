"""Item files of other programs, and files whose columns somebody explained once."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.bootstrap.mappings import proposals

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos

OSPOS = """Id,Barcode,"Item Name",Category,"Supplier ID","Cost Price","Unit Price","Tax 1 Name",\
"Tax 1 Percent",\
"Tax 2 Name","Tax 2 Percent","Reorder Level",Description,"Allow Alt Description",\
"Item has Serial Number",Image,HSN,\
location_Shop
1,5449000000996,Cola,Drinks,1,0.40,1.19,VAT,20,,,5,,0,0,cola.png,,24
2,,Phone,Gadgets,1,80,129.00,VAT,0.000,,,1,,0,1,,,3
"""
LOYVERSE = """Handle,SKU,Name,Category,Description,Sold by weight,Option 1 name,Option 1 value,\
Option 2 name,\
Option 2 value,Option 3 name,Option 3 value,Cost,Barcode,SKU of included item,\
Quantity of included item,Track stock,\
Available for sale [Main],Price [Main],In stock [Main],Low stock [Main],Tax - VAT
coke,10001,Coca-Cola 330ml,Drinks,,N,,,,,,,0.80,5449000000996,,,Y,Y,1.40,24,3,Y
bananas,10002,Bananas,Produce,,Y,,,,,,,0.40,,,,Y,Y,0.89,12.5,,N
tea,10003,Tea,Drinks,,N,Size,Small,,,,,0.10,,,,N,Y,variable,,,Y
tea,10004,,,,,,Large,,,,,0.20,,,,N,Y,2.50,,,Y
menu,10005,Menu,Food,,N,,,,,,,,,10001,1,N,N,6.00,,,Y
,,,,,,,,,,,,,,10002,0.25,,,,,,
"""
SQUARE = """Token,Item Name,Variation Name,SKU,Description,Categories,Price,Option Name 1,\
Option Value 1,GTIN,\
Default Unit Cost,Current Quantity Main St,Tax - Sales Tax (6%),Archived
t1,Candle,Small,C-S,Soy,Home,"$1,012.00",Size,Small,,4.00,10,Y,N
t2,Candle,Large,C-L,Soy,Home,$18.00,Size,Large,,,-4,Y,N
t3,Mug,Regular,M,,Home,variable,,,5449000000996,,9,Y,Y
"""
SHOPIFY = """Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,\
Option1 Value,Option2 Name,\
Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Barcode,\
Image Src,Cost per item,Status
tee,T-Shirt,<p>x</p>,Acme,Apparel > Shirts,,,TRUE,Size,S,Color,Blue,TEE-S,100,5,15.00,,\
https://x.co/a/tee.png?v=1,7.5,active
tee,,,,,,,,,M,,Blue,TEE-M,100,6,16.00,'5449000000996,,7.5,
tee,,,,,,,,,,,,,,,,,https://x.co/a/back.png,,
mug,Mug,,Acme,,Kitchen,,TRUE,Title,Default Title,,,MUG,300,2,9.00,,,,draft
"""
ODOO = """External ID,Name,Internal Reference,Barcode,Sales Price,Cost,Product Category,\
Quantity On Hand,Active
__export__.product_1,Desk,FURN_1,5449000000996,450.0,300.0,All / Saleable / Office,3.0,True
__export__.product_2,Old desk,,,99.5,0.0,All / Saleable / Office,-1.0,False
"""


def read(pos: Pos, place: Path, content: str, *words: str, code: int = 0) -> Any:
    file = place / "theirs.csv"
    file.write_text(content, encoding="utf-8-sig")
    return pos("items", "import", str(file), "--tax", "standard", *words, code=code)


@pytest.fixture
def empty(pos: Pos) -> Pos:
    init = ("init", "--name", "Corner", "--currency", "GBP", "--prices", "inclusive")
    pos(*init, "--tax", "standard=20", "--tax", "zero=0", "--timezone", "Europe/London")
    return pos


def items(pos: Pos) -> dict[str, dict[str, Any]]:
    lines = pos("items", "export", "--format", "jsonl").stdout.splitlines()
    return {row["sku"]: row for row in map(json.loads, lines)}


def some(item: dict[str, Any], *fields: str) -> list[Any]:
    return [item[field] for field in fields]


def test_open_source_point_of_sale(empty: Pos, tmp_path: Path) -> None:
    assert "export of Open Source Point of Sale" in read(empty, tmp_path, OSPOS).stderr
    found = items(empty)
    cola = ["Cola", "1.19", "0.4", "standard", "Drinks", "24", "cola.png"]
    assert (
        some(found["5449000000996"], "name", "price", "cost", "tax", "department", "stock", "image") == cola
    )
    assert some(found["2"], "name", "tax", "asks") == ["Phone", "zero", "serial"]


def test_loyverse(empty: Pos, tmp_path: Path) -> None:
    assert "export of Loyverse" in read(empty, tmp_path, LOYVERSE).stderr
    found = items(empty)
    assert some(found["10001"], "price", "stock", "gtin", "status") == [
        "1.4",
        "24",
        ["05449000000996"],
        "active",
    ]
    assert some(found["10002"], "weighed", "unit", "stock") == [True, "kg", "12.5"]
    assert some(found["tea"], "name", "options") == ["Tea", ["Size"]]
    assert some(found["10003"], "name", "parent", "variant", "price") == ["Tea Small", "tea", ["Small"], None]
    assert some(found["10004"], "price", "department") == ["2.5", "Drinks"]
    assert some(found["10005"], "parts", "price", "status") == [["10001", "0.25*10002"], "6", "ended"]
    assert empty("ring", stdin="10004\n/cash\n").stdout


def test_square(empty: Pos, tmp_path: Path) -> None:
    assert "export of Square" in read(empty, tmp_path, SQUARE).stderr
    found = items(empty)
    assert some(found["Candle"], "options", "price") == [["Size"], None]
    assert some(found["C-S"], "name", "price", "cost", "stock") == ["Candle Small", "1012", "4", "10"]
    assert some(found["C-L"], "variant", "stock") == [["Large"], None]
    assert some(found["M"], "name", "price", "parent", "status") == ["Mug", None, "", "ended"]


@pytest.mark.parametrize(
    ("content", "ours", "other"),
    [
        (OSPOS, "location_Shop", "location_Cellar"),
        (SQUARE, "Current Quantity Main St", "Current Quantity CELLAR"),
        (LOYVERSE, "In stock [Main]", "In stock [Cellar]"),
    ],
)
def test_of_several_places_that_is_read_which_is_named(
    empty: Pos, tmp_path: Path, content: str, ours: str, other: str
) -> None:
    empty("config", "set", "stock.locations", "cellar")
    header, *rows = csv.reader(content.splitlines())
    place = header.index(ours) + 1
    header.insert(place, other)
    for row in rows:
        row.insert(place, "7" if row[place - 1] and not row[place - 1].startswith("-") else "")
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    read(empty, tmp_path, text.getvalue(), "--location", "cellar")
    found = json.loads(empty("stock", "list", "--format", "json").stdout)
    assert found and {(row["location"], row["qty"]) for row in found} == {("cellar", "7")}


LIBRARY = """Token,Item Name,Variation Name,SKU,Description,Category,GTIN,Square Online Item Visibility,\
Weight (lb),Price,Sellable,Stockable,Option Name 1,Option Value 1,Option Name 2,Option Value 2,\
Option Name 3,Option Value 3,Default Unit Cost,Default Vendor Name,Default Vendor Code,\
Current Quantity Harbour Rd,New Quantity Harbour Rd,Stock Alert Enabled Harbour Rd,\
Stock Alert Count Harbour Rd,Tax - State Sales Tax (6.625%)
,,,,,,,,,,,,,,,,,,,,,,,,,
#AB12,"Notebook, ruled",Regular,NB-1,,Paper,,visible,0.4,"£4,250.00",Y,Y,,,,,,,2.10,Mill & Co,M1,36,,Y,5,Y
#CD34,Pen,Regular,PEN,,Paper,5449000000996,hidden,,1.5,Y,Y,,,,,,,,,,-2,,N,,Y
"""
EXPORTED = """Handle,SKU,Name,Category,Description,Sold by weight,Option 1 name,Option 1 value,\
Option 2 name,Option 2 value,Option 3 name,Option 3 value,Cost,Barcode,SKU of included item,\
Quantity of included item,Track stock,Available for sale [Ada's eat],Price [Ada's eat],\
In stock [Ada's eat],Low stock [Ada's eat]
water,10000,Water,,,N,,,,,,,64.00,,,,N,Y,22.00,,
rice,10001,Rice,Dry goods,,Y,,,,,,,1.2,,,,Y,Y,3.40,17.250,2
"""


def test_files_as_programs_write_them_today(empty: Pos, tmp_path: Path) -> None:
    assert "export of Square" in read(empty, tmp_path, LIBRARY).stderr
    assert "export of Loyverse" in read(empty, tmp_path, EXPORTED).stderr
    found = items(empty)
    assert some(found["NB-1"], "name", "price", "cost", "stock", "department") == [
        "Notebook, ruled", "4250", "2.1", "36", "Paper"]  # fmt: skip
    assert some(found["PEN"], "gtin", "price", "stock") == [["05449000000996"], "1.5", None]
    assert some(found["10000"], "price", "cost", "stock") == ["22", "64", None]
    assert some(found["10001"], "unit", "price", "stock") == ["kg", "3.4", "17.25"]
    assert len(found) == 4


@pytest.mark.parametrize("new", [False, True])
def test_shopify(empty: Pos, tmp_path: Path, new: bool) -> None:
    content = SHOPIFY
    if new:
        for old, now in (("Handle", "URL handle"), ("Variant SKU", "SKU"), ("Variant Price", "Price")):
            content = content.replace(old, now, 1)
        content = content.replace("Variant Barcode", "Barcode").replace(
            "Variant Inventory Qty", "Inventory quantity"
        )
    assert "export of Shopify" in read(empty, tmp_path, content).stderr
    found = items(empty)
    assert set(found) == {"tee", "TEE-S", "TEE-M", "MUG"}
    assert some(found["tee"], "options", "department", "image") == [["Size", "Color"], "Shirts", "tee.png"]
    assert some(found["TEE-M"], "name", "variant", "price") == ["T-Shirt M Blue", ["M", "Blue"], "16"]
    assert found["TEE-M"]["gtin"] == ["05449000000996"]
    assert some(found["MUG"], "parent", "status", "department") == ["", "ended", "Kitchen"]


@pytest.mark.parametrize("technical", [False, True])
def test_odoo(empty: Pos, tmp_path: Path, technical: bool) -> None:
    content = ODOO
    if technical:
        names = "id,name,default_code,barcode,list_price,standard_price,categ_id,qty_available,active"
        content = "\n".join([names, *ODOO.splitlines()[1:]])
    assert "export of Odoo" in read(empty, tmp_path, content).stderr
    found = items(empty)
    assert some(found["FURN_1"], "name", "price", "stock", "department") == ["Desk", "450", "3", "Office"]
    assert some(found["__export__.product_2"], "price", "status", "stock") == ["99.5", "ended", None]


@pytest.mark.parametrize("content", [OSPOS, LOYVERSE, SQUARE, SHOPIFY, ODOO])
def test_the_same_export_again_changes_nothing(empty: Pos, tmp_path: Path, content: str) -> None:
    read(empty, tmp_path, content)
    assert "stored: 0 new, 0 changed" in read(empty, tmp_path, content).stderr


def test_columns_are_said_once(empty: Pos, tmp_path: Path) -> None:
    content = 'Article no.,"Text, long",Retail\nA,Apple,0.50\n'
    assert "there is no column 'sku'" in read(empty, tmp_path, content, code=1).stderr
    words = ("--map", "sku=Article no.", "--map", "name=Text, long", "--map", "price=Retail")
    read(empty, tmp_path, content, *words)
    told = read(empty, tmp_path, content.replace("0.50", "0.60")).stderr
    assert "read as before: sku=Article no." in told and "1 changed" in told
    assert "there is no preset" in read(empty, tmp_path, content, "--preset", "shopfy", code=2).stderr


def test_columns_that_are_often_called_so_are_proposed() -> None:
    found = proposals(["Item Number", "Description", "Barcode", "Sales Price", "VAT"])
    assert (found["sku"], found["name"], found["gtin"]) == ("Item Number", "Description", "Barcode")
    assert (found["price"], found["tax"], found["cost"]) == ("Sales Price", "VAT", "")
