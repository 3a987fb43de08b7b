"""A backend for pyusb with one USB printer on it: descriptors, transfers and errors as libusb gives them."""

from __future__ import annotations

import errno
import threading
from array import array
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from tests.devices.ends import JOB, StallingPeer

SERIAL = "J4"
_OUT, _IN = 0x01, 0x82
_STRINGS, _ENGLISH, _SERIAL_STRING = 3, 0x0409, 1


class FakeUsb(usb.backend.IBackend):  # type: ignore[misc]
    """One printer, Epson's number, on one bus."""

    def __init__(self) -> None:
        self.taken = bytearray()
        self.says = b""
        self.deaf = self.unplugged = False
        self.holds = 1 << 20
        """Bytes it takes before it takes no more."""
        self.lines = 0x18
        self.kernel_has_it = True
        self.claimed = False
        self.lock = threading.Condition()

    def enumerate_devices(self) -> list[int]:
        return [] if self.unplugged else [1]

    def get_parent(self, dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E28, bcdDevice=0x100, iManufacturer=0,
            iProduct=0, iSerialNumber=_SERIAL_STRING, bNumConfigurations=1, address=7, bus=1, port_number=1,
            port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(_OUT, _IN)[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        self._there()
        return dev

    def close_device(self, dev_handle: Any) -> None:
        return None

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        if self.claimed or self.kernel_has_it:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        self.claimed = True

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed = False

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.kernel_has_it

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_has_it = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_has_it = True

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._there()
        assert timeout > 0, "pyusb would wait for ever"
        room = 0 if self.deaf else self.holds - len(self.taken)
        if room <= 0:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        with self.lock:
            self.taken += bytes(data)[:room]
            self.lock.notify_all()
        return min(len(data), room)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._there()
        assert timeout > 0, "pyusb would wait for ever"
        said, self.says = self.says[: len(buff)], self.says[len(buff) :]
        buff[: len(said)] = array("B", said)
        return len(said)

    def ctrl_transfer(
        self, dev_handle: Any, kind: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        self._there()
        if (kind, request) == (0xA1, 1):
            answer = bytes((self.lines,))
        elif value >> 8 == _STRINGS and value & 0xFF == 0:
            answer = bytes((4, 3)) + _ENGLISH.to_bytes(2, "little")
        else:
            answer = bytes((2 + 2 * len(SERIAL), 3)) + SERIAL.encode("utf-16-le")
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def _there(self) -> None:
        if self.unplugged:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)


class UsbPeer(StallingPeer):
    """The printer, and pyusb told to look for devices where it is."""

    address, nowhere = f"usb://04b8:0e28?serial={SERIAL}", "usb://04b8:0e28?serial=J5"

    def __init__(self, tmp_path: Path) -> None:
        self.usb = FakeUsb()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr("usb.backend.libusb1.get_backend", lambda: self.usb)

    def jobs(self) -> list[bytes]:
        with self.usb.lock:
            self.usb.lock.wait_for(lambda: len(self.usb.taken) >= len(JOB), 1)
            return [bytes(self.usb.taken)]

    def go_deaf(self) -> None:
        self.usb.deaf = True

    def close(self) -> None:
        self._patch.undo()
